from django.db import models
from django.db.models import Index, Q, UniqueConstraint
from django.db.models.functions import Now


class Dissent(models.Model):
    """A voice that was not believed: kept beside the value, it overwrites nothing.

    `value` is the cleaned value as JSON; of a sealed field the object {"mask", "hash", "sealed"}.
    """

    class State(models.TextChoices):
        OPEN = "open", "未处理"
        KEPT = "kept", "保留现值"
        TAKEN = "taken", "采用此值"
        GONE = "gone", "已一致"
        BESIDE = "beside", "同一来源的另一条"
        SAME = "same", "同一来源的另一条，说法相同"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=1, default="R")
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    source = models.CharField(max_length=12)
    value = models.JSONField()
    version = models.CharField(max_length=40, blank=True, default="")
    asks = models.BooleanField(default=False)  # the held value is the owner's or confirmed
    first_seen = models.DateTimeField(db_default=Now())
    last_seen = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    settled_by = models.CharField(max_length=60, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hub_dissent"
        constraints = [
            UniqueConstraint(
                fields=["subject_id", "field", "source", "kind"], name="dissent_one_per_voice"
            )
        ]
        indexes = [
            Index(  # led by the source for "any open?", then one probe a person
                fields=["source", "subject_id"],
                condition=Q(state="open"),
                name="dissent_open_of_source",
            ),
            Index(
                fields=["field", "id"],
                condition=Q(state="open", asks=True),
                name="dissent_asked_of_field",
            ),
            Index(
                fields=["-settled_at"],
                condition=Q(state__in=["kept", "taken"]),
                name="dissent_settled_lately",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.source}"
