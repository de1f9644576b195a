from django.db import models


class CallBreaker(models.Model):
    """Failures in a row of one outside system, and until when it is left alone."""

    system = models.CharField(max_length=20, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.system


class Allowance(models.Model):
    """Calls used of one system's daily quota."""

    system = models.CharField(max_length=20)
    day = models.DateField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "day"], name="allowance_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.day}"
