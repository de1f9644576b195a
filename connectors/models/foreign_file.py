from django.db import models


class ForeignFile(models.Model):
    """One file of an outside system, known by its content: the same bytes are taken once."""

    system = models.CharField(max_length=20)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField(null=True)
    state = models.CharField(max_length=12, default="seen")  # seen, taken, refused, duplicate
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True)
    reason = models.TextField(blank=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "name", "sha256"], name="foreign_file_once_per_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}/{self.name}"
