from django.urls import path

import reports.web.menu
import reports.web.panels  # noqa: F401  # registers this app's menu entry and panel
from reports.web.lists import reports as report_list
from reports.web.names import names, records
from reports.web.sheets import confirm_sheet, download, remake_sheet, sheet
from reports.web.versions import restate_sheet, version

app_name = "reports"
ONE = "reports/<str:code>/<str:period>/<str:unit>"

urlpatterns = [
    path("reports", report_list, name="list"),
    path(ONE, sheet, name="sheet"),
    path(f"{ONE}/confirm", confirm_sheet, name="confirm"),
    path(f"{ONE}/remake", remake_sheet, name="remake"),
    path(f"{ONE}/restate", restate_sheet, name="restate"),
    path(f"{ONE}/versions/<int:number>", version, name="version"),
    path(f"{ONE}/file.xlsx", download, {"ending": "xlsx"}, name="xlsx"),
    path(f"{ONE}/file.csv", download, {"ending": "csv"}, name="csv"),
    path(f"{ONE}/rows/<str:row>/<str:column>", names, name="names"),
    path(f"{ONE}/checks/<int:number>/<str:column>", records, name="records"),
]
