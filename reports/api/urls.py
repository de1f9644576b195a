from django.urls import path

from reports.api.reports import ReportOfUnit, Reports

urlpatterns = [
    path("reports", Reports.as_view(), name="api_reports"),
    path("reports/<str:code>/<str:period>/<str:unit>", ReportOfUnit.as_view(), name="api_report"),
]
