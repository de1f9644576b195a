from uuid import uuid4

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SheetImport(models.Model):
    """One roster workbook handed in: its file lies sealed on disk, its counts stand here."""

    class State(models.TextChoices):
        SEEN = "seen", _("待导入")
        QUEUED = "queued", _("正在导入")
        DONE = "done", _("已导入")
        FAILED = "failed", _("未能导入")

    import_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    community = models.CharField(_("社区"), max_length=12)
    filename = models.CharField(_("文件"), max_length=200)
    size = models.IntegerField(_("大小"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SEEN)
    handed_in_by = models.CharField(_("上传人"), max_length=60)
    handed_in_at = models.DateTimeField(_("上传时间"), db_default=Now())
    taken_by = models.CharField(_("导入人"), max_length=60, blank=True, default="")
    attempts = models.SmallIntegerField(_("次数"), default=0)
    imported_at = models.DateTimeField(_("导入时间"), null=True)
    counts = models.JSONField(_("结果"), default=dict)

    class Meta:
        db_table = "hub_sheet_import"
        indexes = [
            models.Index(fields=["community", "-handed_in_at"], name="sheet_import_of_community")
        ]

    def __str__(self) -> str:
        return f"{self.community} #{self.pk}"
