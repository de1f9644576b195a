"""One table per category, keyed by its subject."""

from hub.models.categories.c01_hukou import Hukou
from hub.models.categories.c02_floating import Floating
from hub.models.categories.c03_property import Property
from hub.models.categories.c04_housing_security import HousingSecurity
from hub.models.categories.c05_employment import Employment
from hub.models.categories.c06_social_insurance import SocialInsurance
from hub.models.categories.c07_medical_insurance import MedicalInsurance
from hub.models.categories.c08_retiree import Retiree
from hub.models.categories.c09_social_assistance import SocialAssistance
from hub.models.categories.c10_elderly import Elderly
from hub.models.categories.c11_disability import Disability
from hub.models.categories.c12_child import Child
from hub.models.categories.c13_health_family import HealthFamily
from hub.models.categories.c14_education import Education
from hub.models.categories.c15_veteran import Veteran
from hub.models.categories.c16_party_volunteer import PartyVolunteer
from hub.models.categories.c17_marriage_funeral import MarriageFuneral
from hub.models.categories.c18_grid import Grid

__all__ = [
    "Child",
    "Disability",
    "Education",
    "Elderly",
    "Employment",
    "Floating",
    "Grid",
    "HealthFamily",
    "HousingSecurity",
    "Hukou",
    "MarriageFuneral",
    "MedicalInsurance",
    "PartyVolunteer",
    "Property",
    "Retiree",
    "SocialAssistance",
    "SocialInsurance",
    "Veteran",
]
