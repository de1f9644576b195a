from django.db import models


class Schedule(models.Model):
    """When one outside system is read; written from the connector's own declaration."""

    system = models.CharField(max_length=20, primary_key=True)
    label = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100, blank=True)
    every = models.DurationField()
    next_at = models.DateTimeField(db_index=True)
    enabled = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.system
