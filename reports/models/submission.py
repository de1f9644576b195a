from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint


class Submission(models.Model):
    """The state of one report of one unit for one period; the figures belong to the run.

    `unit` is the twelve-digit code of a community or of a street. A community's figures are its
    sheet's; a street keeps the sum of its communities when it is locked.
    """

    class State(models.TextChoices):
        OPEN = "open", "待生成"
        DRAFT = "draft", "草稿"
        CHECKED = "checked", "校核通过"
        LOCKED = "locked", "已确认锁定"
        SUPERSEDED = "superseded", "已被更正"

    report = models.CharField(max_length=8)
    period = models.CharField(max_length=7)
    unit = models.CharField(max_length=12)
    version = models.IntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opening = models.BooleanField(default=False)
    sheet = models.ForeignKey("reports.Sheet", models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    confirmed_by = models.CharField(max_length=60, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["report", "period", "unit", "version"], name="submission_version_once"
            ),
            UniqueConstraint(
                fields=["report", "period", "unit"],
                condition=Q(state="locked"),
                name="submission_one_locked",
            ),
            UniqueConstraint(
                fields=["report", "period", "unit"],
                condition=Q(state__in=["open", "draft", "checked"]),
                name="submission_one_pending",
            ),
            CheckConstraint(
                condition=~Q(state__in=["locked", "superseded"])
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="submission_locked_by_someone",
            ),
            CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="submission_version_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "report", "period"],
                name="submission_of_unit",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.period} {self.unit} v{self.version}"
