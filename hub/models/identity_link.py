from django.db import models
from django.db.models.functions import Now

from hub.models.columns import XidField


class IdentityLink(models.Model):
    """Two records that were found to be one person; undoing needs only what is kept here."""

    class State(models.TextChoices):
        MERGED = "merged", "已合并"
        UNDONE = "undone", "已撤销"

    id = models.BigAutoField(primary_key=True)
    xid = XidField()
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True, default="")
    moved = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.MERGED)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(db_default=Now())
    undone_by = models.CharField(max_length=60, blank=True, default="")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hub_identity_link"
        constraints = [
            models.UniqueConstraint(
                fields=["gone_id"],
                condition=models.Q(state="merged"),
                name="identity_link_gone_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
