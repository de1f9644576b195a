from django.db import models
from django.db.models.functions import Now


class MatterCase(models.Model):
    """One person's application of one matter: prefilled, asked, submitted, decided.

    `form_sealed` holds the items as shown at submission, sealed as one piece; `held`, `computed`,
    `asked` and `typed_though_held` are the counts of the re-entry meter, never kept per person
    beyond the case.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        CLOSED = "closed", "当日未提交已关闭"
        SUBMITTED = "submitted", "已提交"
        ACCEPTED = "accepted", "对方已受理"
        IN_REVIEW = "in_review", "审核中"
        APPROVED = "approved", "通过"
        RETURNED = "returned", "退回"
        DONE = "done", "办结"

    id = models.BigAutoField(primary_key=True)
    case_id = models.UUIDField(unique=True)
    matter = models.CharField(max_length=10)
    resident_id = models.BigIntegerField()
    community = models.CharField(max_length=12, blank=True, default="")
    purpose = models.CharField(max_length=3)
    opened_by = models.CharField(max_length=60)
    opened_staff_id = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    asked = models.JSONField(default=dict)
    form_sealed = models.BinaryField(null=True)
    operation = models.CharField(max_length=80, blank=True, default="")
    reference = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    items_held = models.SmallIntegerField(default=0)
    items_computed = models.SmallIntegerField(default=0)
    items_asked = models.SmallIntegerField(default=0)
    items_typed_though_held = models.SmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hub_matter_case"
        constraints = [
            models.UniqueConstraint(
                fields=["operation"],
                condition=~models.Q(operation=""),
                name="matter_case_sent_once",
            ),
            models.UniqueConstraint(
                fields=["resident_id", "matter", "opened_staff_id"],
                condition=models.Q(state="draft"),
                name="matter_case_one_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["resident_id", "-id"], name="matter_case_of_resident"),
            models.Index(fields=["opened_staff_id", "opened_on"], name="matter_case_of_worker"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.state}"
