from django.db import models


class DefinitionText(models.Model):
    """The exact text a run was made by, so that its figures open by the formulas of that day."""

    digest = models.CharField(max_length=16, primary_key=True)
    report = models.CharField(max_length=8)
    text = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "reports_definition"

    def __str__(self) -> str:
        return f"{self.report} {self.digest}"
