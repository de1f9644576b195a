from django.db import models
from django.db.models.functions import Now

from hub.models.declaring import short_text


class MasterRow(models.Model):
    """Whose voice the row's values are; a field with another voice has its entry in `told`.

    `told`: {field: {by, at, got, run, confirmed_by, confirmed_at, doubt}}.
    """

    source = models.CharField("来源", max_length=12)
    source_time = models.DateTimeField("来源时间", null=True, blank=True)
    received_at = models.DateTimeField("收到时间", db_default=Now())
    run_id = models.BigIntegerField("批次", null=True, blank=True)
    told = models.JSONField(
        "逐项来源", default=dict, db_default=models.Value({}, models.JSONField())
    )

    class Meta:
        abstract = True


class SubjectRow(MasterRow):
    """A resident, a household or a dwelling: what facts hang on.

    `scope` is the prefix of the place the row belongs to, which row security reads; `tags` holds
    the values of fields a street has added for itself (see Tag).
    """

    scope = short_text(15, "所属区划")
    tags = models.JSONField("标签", default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta:
        abstract = True


class ResidentFacts(MasterRow):
    """One row of a category for one resident."""

    subject = models.OneToOneField(
        "hub.Resident", models.PROTECT, primary_key=True, db_column="subject_id", related_name="+"
    )

    class Meta:
        abstract = True


class HouseholdFacts(MasterRow):
    """One row of a category for one household."""

    subject = models.OneToOneField(
        "hub.Household", models.PROTECT, primary_key=True, db_column="subject_id", related_name="+"
    )

    class Meta:
        abstract = True


class DwellingFacts(MasterRow):
    """One row of a category for one dwelling."""

    subject = models.OneToOneField(
        "hub.Dwelling", models.PROTECT, primary_key=True, db_column="subject_id", related_name="+"
    )

    class Meta:
        abstract = True
