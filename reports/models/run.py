from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint


class Run(models.Model):
    """One pass over an area: the figures of every community in it, at one position and day.

    `position` is the snapshot's oldest open transaction: what was written before it was seen.
    `area` is a prefix. `slot` names the timetable's entry, once; it is empty for a run that a
    person asked for. A run is a draft for ever; a submission is what gets locked.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "待生成"
        MAKING = "making", "生成中"
        MADE = "made", "已生成"
        FAILED = "failed", "未成功"

    report = models.CharField(max_length=8)
    period = models.CharField(max_length=7)
    area = models.CharField(max_length=15)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    opening = models.BooleanField(default=False)
    slot = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001  null = not of the timetable; unique needs it
    definition = models.ForeignKey("reports.DefinitionText", models.PROTECT, null=True)
    cut_off = models.DateField(null=True)
    position = models.BigIntegerField(null=True)
    freshness = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True, default="")
    actor = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    detail = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(state="made") | Q(position__isnull=False, cut_off__isnull=False),
                name="run_made_has_position",
            ),
            CheckConstraint(
                condition=Q(period__regex=r"^\d{4}-(0[1-9]|1[0-2])$"), name="run_period_is_a_month"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="run_to_do", condition=Q(state__in=["queued", "making"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.period} {self.area} #{self.pk}"


class Sheet(models.Model):
    """The figures of one community in one run: {row: {column: number or null}}.

    Amounts are text with two decimals. `previous` is the sheet whose closing figures this one
    opens with; an opening has none.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="sheets")
    unit = models.CharField(max_length=12)
    figures = models.JSONField()
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    failed = models.IntegerField(default=0)

    class Meta:
        constraints = [UniqueConstraint(fields=["run", "unit"], name="sheet_once_per_unit")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit}"


class Failure(models.Model):
    """A footing check that does not hold on a sheet, with the records at fault."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="failures")
    check_number = models.IntegerField()
    column = models.CharField(max_length=10)
    row = models.CharField(max_length=4, blank=True, default="")
    left = models.CharField(max_length=30)
    right = models.CharField(max_length=30)
    warns = models.BooleanField(default=False)
    records = models.IntegerField(default=0)
    residents = models.JSONField(default=list)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["sheet", "check_number", "column", "row"], name="failure_once_per_figure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.check_number}"


class Posting(models.Model):
    """One event posted to the period of one run, for one unit; `late` is behind its own period."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="postings")
    unit = models.CharField(max_length=12)
    event_id = models.BigIntegerField()
    late = models.BooleanField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["run", "unit", "event_id"], name="posting_once_per_run")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.event_id}"
