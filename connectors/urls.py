from django.urls import path

import connectors.web.menu
import connectors.web.panels  # noqa: F401  # registers this app's menu entry and panel
from connectors.web.systems import (
    ask_owner,
    raw_row,
    read_now,
    send_again,
    settle_run,
    system,
    systems,
)

app_name = "connectors"

urlpatterns = [
    path("systems", systems, name="systems"),
    path("systems/<str:code>", system, name="system"),
    path("systems/<str:code>/read", read_now, name="read_now"),
    path("systems/<str:code>/ask/<uuid:resident>", ask_owner, name="ask_owner"),
    path("systems/runs/<int:number>/settle", settle_run, name="settle_run"),
    path("systems/outgoing/<int:number>/again", send_again, name="send_again"),
    path("systems/set-aside/<int:number>/raw", raw_row, name="raw_row"),
]
