from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Now


class SourceRecord(models.Model):
    """A row of another system and the subject it stands for, with the digest of what it said last.

    An equal digest means unchanged, before any cleaning. A sheet's own household number is a key
    of kind "household" here, never a number of the whole city.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=12)
    kind = models.CharField(max_length=30)
    source_key = models.CharField(max_length=120)
    subject_id = models.BigIntegerField()
    version = models.CharField(max_length=40, blank=True, default="")
    digest = models.BinaryField(max_length=16)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "hub_source_record"
        constraints = [
            UniqueConstraint(fields=["source", "kind", "source_key"], name="source_record_once")
        ]
        indexes = [models.Index(fields=["subject_id"], name="source_record_of_subject")]

    def __str__(self) -> str:
        return f"{self.source}/{self.kind}"


class SourceState(models.Model):
    """How a source stands: when it last answered and of which day its data is."""

    class State(models.TextChoices):
        OK = "ok", "正常"
        CLOSED = "closed", "对方停机维护"
        LATE = "late", "逾期未更新"
        FAILED = "failed", "需要人工处理"

    source = models.CharField(max_length=12, primary_key=True)
    state = models.CharField(max_length=8, choices=State, default=State.OK)
    last_success_at = models.DateTimeField(null=True)
    data_date = models.DateField(null=True)
    detail = models.CharField(max_length=200, blank=True, default="")
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hub_source_state"

    def __str__(self) -> str:
        return f"{self.source} {self.state}"
