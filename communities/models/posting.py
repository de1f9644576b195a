from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.permissions import LINE_LABELS, LINES, ROLE_LABELS

ROLE_CHOICES = tuple((code, zh) for code, (zh, _en) in ROLE_LABELS.items() if code != "FEED")
LINE_CHOICES = tuple((code, zh) for code, (zh, _en) in LINE_LABELS.items())
LINED = ("STREET_LINE", "DISTRICT")


class PostingRows(models.QuerySet["Posting"]):
    def on(self, day: date) -> Self:
        """Those that hold on the day; on its last day a posting holds no more."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class Posting(models.Model):
    """A person's work: where, as what, on which line, from when until when."""

    staff = models.ForeignKey("communities.Staff", models.PROTECT, related_name="postings")
    area = models.ForeignKey("communities.Area", models.PROTECT, related_name="postings")
    role = models.CharField(_("岗位"), max_length=12, choices=ROLE_CHOICES)
    line = models.CharField(_("条线"), max_length=20, choices=LINE_CHOICES, blank=True, default="")
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, help_text=_("自这一天起不再有权限"))
    granted_by = models.CharField(_("授权人"), max_length=60)
    granted_at = models.DateTimeField(_("授权时间"), auto_now_add=True)

    objects = PostingRows.as_manager()

    class Meta:
        verbose_name = _("任职")
        ordering = ("staff", "area", "role", "starts_on")
        constraints = (
            models.CheckConstraint(
                name="posting_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="posting_role_known",
                condition=Q(role__in=[code for code, _label in ROLE_CHOICES]),
            ),
            models.CheckConstraint(
                name="posting_line_fits_role",
                condition=Q(role__in=LINED, line__in=list(LINES)) | Q(line="") & ~Q(role__in=LINED),
            ),
            models.UniqueConstraint(
                fields=("staff", "area", "role", "line", "starts_on"), name="posting_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.area_id}"
