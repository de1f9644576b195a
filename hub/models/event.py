from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now

from hub.models.columns import XidField


class Event(models.Model):
    """Something dated that happened to a person: what every flow figure of every report counts.

    A membership event is one step (+1 or -1) of one person in or out of one unit's registered
    (REG), living (RES) or managed-retiree (RET) population; sex, birth date and the reason codes
    of that day are copied onto it. Written by the door alone, never changed.
    """

    class Kind(models.TextChoices):
        MEMBERSHIP = "membership", "人口增减"
        SERVICE = "service", "服务事件"
        BENEFIT = "benefit", "待遇事件"
        REGISTER = "register", "登记事件"

    id = models.BigAutoField(primary_key=True)
    xid = XidField()
    kind = models.CharField(max_length=12, choices=Kind)
    resident_id = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField(null=True)
    member_set = models.CharField(max_length=3, blank=True, default="")
    sign = models.SmallIntegerField(default=0)
    unit = models.CharField(max_length=12, blank=True, default="")
    code = models.CharField(max_length=20)
    effective_date = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    sex = models.CharField(max_length=1, blank=True, default="")
    birth_date = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    count = models.IntegerField(default=1)
    persons = models.IntegerField(default=1)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    text = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=12)
    source_key = models.CharField(max_length=80, blank=True, default="")
    actor = models.CharField(max_length=60)
    run_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        db_table = "hub_event"
        constraints = [
            CheckConstraint(
                condition=~Q(kind="membership")
                | (Q(member_set__in=["REG", "RES", "RET"]) & Q(sign__in=[-1, 1]) & ~Q(unit="")),
                name="event_membership_is_a_step",
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "source_key"],
                condition=~Q(source_key=""),
                name="event_told_once",
            ),
        ]
        indexes = [
            models.Index(fields=["resident_id", "member_set", "id"], name="event_of_resident"),
            models.Index(fields=["unit", "kind", "effective_date"], name="event_of_unit"),
            models.Index(fields=["xid", "id"], name="event_by_commit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} #{self.pk}"


class OpenedUnit(models.Model):
    """A unit whose books are open: people first met later enter by `correct`, not by `opening`."""

    unit = models.CharField(max_length=12, primary_key=True)
    opened_on = models.DateField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "hub_opened_unit"

    def __str__(self) -> str:
        return self.unit
