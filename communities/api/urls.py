from django.urls import path

from communities.api.areas import Areas
from communities.api.schema import Schema

urlpatterns = [
    path("areas", Areas.as_view(), name="api_areas"),
    path("schema", Schema.as_view(), name="api_schema"),
]
