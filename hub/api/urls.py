from django.urls import path

from hub.api.catalogue import Codes, Fields
from hub.api.changes import Changes
from hub.api.observations import Observations
from hub.api.residents import Lookup, OneResident

urlpatterns = [
    path("residents/lookup", Lookup.as_view(), name="api_lookup"),
    path("residents/<uuid:resident_id>", OneResident.as_view(), name="api_resident"),
    path("observations", Observations.as_view(), name="api_observations"),
    path("changes", Changes.as_view(), name="api_changes"),
    path("fields", Fields.as_view(), name="api_fields"),
    path("codes", Codes.as_view(), name="api_codes"),
]
