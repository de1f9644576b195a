"""Rows for the tests of the house, straight into the tables; the door's own tests use the door."""

from datetime import date

from hub.models import Dwelling, Event, Household, Resident

COMMUNITY = "420105011006"
SOURCE = "PSB_HJ"


def make_dwelling(**columns):
    columns.setdefault("dwelling_community", COMMUNITY)
    columns.setdefault("scope", columns["dwelling_community"])
    return Dwelling.objects.create(source=SOURCE, **columns)


def make_household(**columns):
    columns.setdefault("scope", COMMUNITY)
    return Household.objects.create(source=SOURCE, **columns)


def make_resident(**columns):
    """Someone living in Jiangteng, active; no ID number unless told."""
    columns.setdefault("name", "赵兰")
    columns.setdefault("scope", COMMUNITY)
    columns.setdefault("community_code", COMMUNITY)
    columns.setdefault("residence_type", "1")
    columns.setdefault("record_status", "1")
    return Resident.objects.create(source=SOURCE, **columns)


def make_facts(model, subject, **columns):
    """One row of a category for its subject."""
    return model.objects.create(subject=subject, source=SOURCE, **columns)


def make_service(resident, code, on, **columns):
    return Event.objects.create(
        kind="service",
        resident_id=resident.id,
        code=code,
        effective_date=on,
        source="HUB",
        actor="test",
        **columns,
    )


def born(age, day):
    """A birth date that makes this age on the day."""
    return date(day.year - age, day.month, day.day)
