from django.db import models
from django.db.models.functions import Now


class Operation(models.Model):
    """A write that was asked for once: the same operation id again gives the same answer."""

    operation = models.CharField(max_length=80, primary_key=True)
    actor = models.CharField(max_length=60)
    request_hash = models.BinaryField(max_length=32)
    result = models.JSONField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "hub_operation"

    def __str__(self) -> str:
        return self.operation
