from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    QUEUED = "queued", _("等待")
    RUNNING = "running", _("进行中")
    PAUSED = "paused", _("暂停，到时自动继续")
    BLOCKED = "blocked", _("停下，等人处理")
    FAILED = "failed", _("失败")
    DONE = "done", _("完成")


FINAL = (RunState.FAILED, RunState.DONE)


class Run(models.Model):
    """One reading of one outside system; who carries it holds the lease and the fencing number."""

    system = models.CharField(max_length=20)
    lane = models.CharField(max_length=20, default="main")  # "person" for a single question
    mode = models.CharField(max_length=10, default="delta")  # delta, full or person
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    block = models.CharField(max_length=10, blank=True)  # schema, shrink, loop, sign_in
    reason = models.TextField(blank=True)
    slot = models.DateTimeField(null=True)
    subject = models.UUIDField(null=True)  # the resident a single question is about
    asked_by = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fencing = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)  # counted before work starts
    setbacks = models.PositiveIntegerField(default=0)  # starts since the last finished page
    accepts_shrink = models.BooleanField(default=False)
    since = models.JSONField(default=dict)  # where each stream began
    watermark = models.CharField(max_length=80, blank=True)
    data_date = models.DateField(null=True)
    read = models.PositiveBigIntegerField(default=0)
    created = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    skipped = models.PositiveBigIntegerField(default=0)
    set_aside = models.PositiveBigIntegerField(default=0)
    questioned = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "lane"],
                condition=~models.Q(state__in=FINAL),
                name="run_one_open_per_system",
            ),
            models.UniqueConstraint(
                fields=["system", "slot"],
                condition=models.Q(slot__isnull=False),
                name="run_one_per_slot",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RunState.BLOCKED) | ~models.Q(block=""),
                name="run_blocked_says_why",
            ),
        ]
        indexes = [models.Index(fields=["system", "-id"], name="run_newest_of_system")]

    def __str__(self) -> str:
        return f"{self.system} #{self.pk}"
