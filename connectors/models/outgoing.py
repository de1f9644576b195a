from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingState(models.TextChoices):
    WAITING = "waiting", _("等待发送")
    UNSURE = "unsure", _("已发出，未收到答复，先查询")
    ACCEPTED = "accepted", _("对方已受理，等结果")
    DONE = "done", _("办结")
    REFUSED = "refused", _("对方退回")
    POISON = "poison", _("多次失败，等人处理")
    UNSUPPORTED = "unsupported", _("对方没有接口，请线下办理")


class Outgoing(models.Model):
    """One change on its way to one outside system; what is sent is read from the hub when sent."""

    change_seq = models.BigIntegerField()
    target = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)  # the name of the connector's push
    resident_id = models.BigIntegerField(null=True)  # order is kept per person
    operation = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=OutgoingState, default=OutgoingState.WAITING)
    attempts = models.PositiveIntegerField(default=0)  # counted before the call
    next_at = models.DateTimeField(db_index=True)
    lease_until = models.DateTimeField(null=True)
    fencing = models.PositiveBigIntegerField(default=0)
    failure = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    reference = models.CharField(max_length=80, blank=True)  # the other side's own number
    answer = models.CharField(max_length=40, blank=True)  # the other side's own word
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change_seq", "target"], name="outgoing_once_per_change_and_target"
            )
        ]
        indexes = [
            models.Index(fields=["target", "resident_id", "id"], name="outgoing_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.kind} #{self.pk}"
