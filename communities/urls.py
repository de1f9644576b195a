from django.urls import path

import communities.web.menu  # noqa: F401  # registers this app's menu entries
import communities.web.panels  # noqa: F401  # registers this app's panels
from communities.web.api_docs import api_docs
from communities.web.first_page import portal
from communities.web.keys import keys, revoke
from communities.web.sign_in import language, password_page, sign_in_page, sign_out, text_size
from communities.web.staff import account, end, staff
from communities.web.trail import trail

app_name = "communities"

urlpatterns = [
    path("", portal, name="portal"),
    path("sign-in", sign_in_page, name="sign_in"),
    path("sign-out", sign_out, name="sign_out"),
    path("password", password_page, name="password"),
    path("language", language, name="language"),
    path("text-size", text_size, name="text_size"),
    path("staff", staff, name="staff"),
    path("staff/<int:number>", account, name="account"),
    path("staff/postings/<int:number>/end", end, name="end_posting"),
    path("keys", keys, name="keys"),
    path("keys/<int:number>/revoke", revoke, name="revoke_key"),
    path("api-docs", api_docs, name="api_docs"),
    path("trail", trail, name="trail"),
]
