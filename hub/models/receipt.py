from django.db import models
from django.db.models.functions import Now


class Receipt(models.Model):
    """Where one change of one person has gone, and what the other system said of it.

    Made only from what that system answered; `state` pending and sent are ours, the rest theirs.
    """

    class State(models.TextChoices):
        PENDING = "pending", "待发送"
        SENT = "sent", "已发送，等待结果"
        ACCEPTED = "accepted", "对方已接收"
        REFUSED = "refused", "对方退回"
        FAILED = "failed", "发送失败，需要处理"

    id = models.BigAutoField(primary_key=True)
    resident_id = models.BigIntegerField()
    target = models.CharField(max_length=12)
    operation = models.CharField(max_length=80)
    what = models.CharField(max_length=80)
    field = models.CharField(max_length=40, blank=True, default="")
    change_seq = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    reference = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    attempts = models.IntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hub_receipt"
        constraints = [
            models.UniqueConstraint(fields=["target", "operation"], name="receipt_once_per_target")
        ]
        indexes = [models.Index(fields=["resident_id", "-id"], name="receipt_of_resident")]

    def __str__(self) -> str:
        return f"{self.target} {self.state}"
