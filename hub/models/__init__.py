"""Every table of the house. A new table is a file of its own and one line here."""

from hub.models.base import MasterRow, SubjectRow
from hub.models.categories import (
    Child,
    Disability,
    Education,
    Elderly,
    Employment,
    Floating,
    Grid,
    HealthFamily,
    HousingSecurity,
    Hukou,
    MarriageFuneral,
    MedicalInsurance,
    PartyVolunteer,
    Property,
    Retiree,
    SocialAssistance,
    SocialInsurance,
    Veteran,
)
from hub.models.change import Change
from hub.models.code import Code, CodeList, UrbanRural
from hub.models.dissent import Dissent
from hub.models.dwelling import Dwelling
from hub.models.event import Event, OpenedUnit
from hub.models.household import Household
from hub.models.identity_link import IdentityLink
from hub.models.matter_case import MatterCase
from hub.models.operation import Operation
from hub.models.question import Question
from hub.models.receipt import Receipt
from hub.models.request import CorrectionRequest, RequestList
from hub.models.resident import Resident
from hub.models.set_aside import SetAside
from hub.models.sheet_import import SheetImport
from hub.models.source_record import SourceRecord, SourceState
from hub.models.tag import Tag

__all__ = [
    "Change",
    "Child",
    "Code",
    "CodeList",
    "CorrectionRequest",
    "Disability",
    "Dissent",
    "Dwelling",
    "Education",
    "Elderly",
    "Employment",
    "Event",
    "Floating",
    "Grid",
    "HealthFamily",
    "Household",
    "HousingSecurity",
    "Hukou",
    "IdentityLink",
    "MarriageFuneral",
    "MasterRow",
    "MatterCase",
    "MedicalInsurance",
    "OpenedUnit",
    "Operation",
    "PartyVolunteer",
    "Property",
    "Question",
    "Receipt",
    "RequestList",
    "Resident",
    "Retiree",
    "SetAside",
    "SheetImport",
    "SocialAssistance",
    "SocialInsurance",
    "SourceRecord",
    "SourceState",
    "SubjectRow",
    "Tag",
    "UrbanRural",
    "Veteran",
]
