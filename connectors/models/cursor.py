from django.db import models


class Cursor(models.Model):
    """How far one stream of one system has been taken in, moved only with its page."""

    system = models.CharField(max_length=20)
    stream = models.CharField(max_length=40)
    watermark = models.CharField(max_length=80, blank=True)
    data_date = models.DateField(null=True)
    rows = models.PositiveBigIntegerField(
        default=0
    )  # of the last full load: the shrink guard's measure
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "stream"], name="cursor_one_per_stream")
        ]

    def __str__(self) -> str:
        return f"{self.system}/{self.stream}"
