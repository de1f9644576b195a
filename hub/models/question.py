from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Now


class Question(models.Model):
    """Something only a person can settle that is no dissent: a row without ID, a suspicion, a move.

    Questions about a disputed field are a view over open dissents, not rows here.
    """

    class Kind(models.TextChoices):
        NO_ID = "no_id", "缺少证件号码"
        SUSPICION = "suspicion", "疑似同一人"
        DEATH = "death", "外部系统登记死亡"
        TRANSFER = "transfer", "退休关系待转移"
        RETIREE = "retiree", "退休信息与社保不一致"
        OLD_NUMBER = "old_number", "15位旧号待确认"

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        SETTLED = "settled", "已处理"
        DROPPED = "dropped", "不处理"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    resident_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=12)
    source_key = models.CharField(max_length=120)
    community = models.CharField(max_length=12, blank=True, default="")
    raw_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    times = models.IntegerField(default=1)
    first_seen = models.DateTimeField(db_default=Now())
    last_seen = models.DateTimeField(db_default=Now())
    settled_by = models.CharField(max_length=60, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hub_question"
        constraints = [
            UniqueConstraint(fields=["source", "kind", "source_key"], name="question_asked_once")
        ]
        indexes = [models.Index(fields=["community", "state"], name="question_of_community")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
