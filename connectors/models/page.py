from django.db import models

from connectors.models.run import Run


class Page(models.Model):
    """One answer of an outside system: kept as it came before anything is done with it."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="pages")
    system = models.CharField(max_length=20)
    stream = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    request = models.JSONField()  # the token that was asked with; never a person's number
    following = models.JSONField(null=True)  # the next token; null after the last page
    raw_id = models.UUIDField()  # what the sealed answer is bound to
    raw_sealed = models.BinaryField(null=True)
    raw_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="fetched")  # fetched, done
    attempts = models.PositiveIntegerField(default=0)
    keys = models.JSONField(default=dict)  # source key -> applied, skipped or set_aside
    rows = models.PositiveIntegerField(default=0)
    acknowledged = models.BooleanField(default=False)
    fetched_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "stream", "number"], name="page_once_per_run_and_stream"
            )
        ]
        indexes = [models.Index(fields=["system", "stream"], name="page_of_stream")]

    def __str__(self) -> str:
        return f"{self.system}/{self.stream} {self.number}"
