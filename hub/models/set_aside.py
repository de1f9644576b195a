from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Now


class SetAside(models.Model):
    """A row or cell that could not enter, with its raw value sealed and the reason a person reads.

    `field` is empty where the whole row stayed out. Never guessed, never dropped.
    """

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        REPLAYED = "replayed", "已重新进入"
        DISCARDED = "discarded", "已作废"

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=12)
    source_key = models.CharField(max_length=120)
    field = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=40)
    run_id = models.BigIntegerField(null=True)
    community = models.CharField(max_length=12, blank=True, default="")
    raw_sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    times = models.IntegerField(default=1)
    first_seen = models.DateTimeField(db_default=Now())
    last_seen = models.DateTimeField(db_default=Now())
    settled_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "hub_set_aside"
        constraints = [
            UniqueConstraint(
                fields=["source", "source_key", "field", "reason"], name="set_aside_once"
            )
        ]
        indexes = [
            models.Index(fields=["source", "state"], name="set_aside_of_source"),
            models.Index(fields=["run_id"], name="set_aside_of_run"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} #{self.pk}"
