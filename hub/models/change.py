from datetime import date

from django.db import models

from hub.models.columns import XidField

ALWAYS = date.min  # the effective day of a value that nobody dated: it counts from always


class Change(models.Model):
    """One change of one category of one subject: history, feed, outbox and as-of in one.

    Append-only and partitioned by month, so the table itself is made by SQL (hub/sql/change.sql).
    `before` and `after` hold the changed fields only; a sealed value is an object
    {"mask", "hash", "sealed"} and never clear. `effective_date` is ALWAYS for a first value
    nobody dated and empty for a correction, which counts from the day of the value it corrects.
    """

    class Kind(models.TextChoices):
        RESIDENT = "R", "居民"
        HOUSEHOLD = "H", "家庭户"
        DWELLING = "D", "房屋"

    seq = models.BigIntegerField(primary_key=True)
    xid = XidField()
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=1, choices=Kind)
    subject_id = models.BigIntegerField()
    category = models.CharField(max_length=30)
    before = models.JSONField()
    after = models.JSONField()
    source = models.CharField(max_length=12)
    actor = models.CharField(max_length=60)
    run_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=80)
    effective_date = models.DateField(null=True)
    community_before = models.CharField(max_length=12, null=True)  # noqa: DJ001  null = nowhere, which is not an empty code
    community_after = models.CharField(max_length=12, null=True)  # noqa: DJ001  null = nowhere, which is not an empty code

    class Meta:
        managed = False
        db_table = "hub_change"

    def __str__(self) -> str:
        return f"{self.category} #{self.seq}"
