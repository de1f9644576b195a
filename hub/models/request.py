from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

OPEN = ("pending", "accepted")


class CorrectionRequest(models.Model):
    """A worker's correction of a value another system owns: open until the owner says so too.

    `travels`: a connector takes it to the owner; else it goes over on a list.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("等待归口部门确认")
        ACCEPTED = "accepted", _("归口部门已答应，等数据更新")
        DONE = "done", _("归口部门已采纳")
        REFUSED = "refused", _("归口部门未采纳")
        RECALLED = "recalled", _("已撤回")

    id = models.BigAutoField(primary_key=True)
    resident_id = models.BigIntegerField()
    category = models.CharField(max_length=30)
    field = models.CharField(max_length=40)
    owner = models.CharField(max_length=12)
    value = models.JSONField()
    actor = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField()
    travels = models.BooleanField(default=False)
    handed_over_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "hub_request"
        constraints = [
            models.UniqueConstraint(
                fields=["resident_id", "field"],
                condition=models.Q(state__in=["pending", "accepted"]),
                name="request_one_open_per_field",
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(state__in=["pending", "accepted"]),
                name="request_open_of_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.state}"


class RequestList(models.Model):
    """Requests handed to one owner as a workbook: asked for by one person, released by another."""

    list_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    owner = models.CharField(max_length=12)
    area = models.CharField(max_length=15)
    requests = ArrayField(models.BigIntegerField())
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(db_default=Now())
    released_by = models.CharField(max_length=60, blank=True, default="")
    released_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    ends_on = models.DateField()

    class Meta:
        db_table = "hub_request_list"
        indexes = [models.Index(fields=["area", "-made_at"], name="request_list_of_area")]

    def __str__(self) -> str:
        return f"{self.owner} #{self.pk}"
