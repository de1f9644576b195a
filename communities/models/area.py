from django.db import models
from django.utils.translation import gettext_lazy as _

COMMITTEES = {
    "社区居民居委会": "社区", "社区居民委员会": "社区", "社区居委会": "社区", "社区委员会": "社区",
    "社区居委": "社区", "村村民委员会": "村", "村村委会": "村", "村民委员会": "村", "村委会": "村",
    "居民委员会": "", "居委会": "",
}  # fmt: skip


class Level(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    DISTRICT = "district", _("区")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")
    GRID = "grid", _("网格")


DIGITS = {
    Level.PROVINCE: 2, Level.CITY: 4, Level.DISTRICT: 6,
    Level.STREET: 9, Level.COMMUNITY: 12, Level.GRID: 15,
}  # fmt: skip


def short_name_of(name: str) -> str:
    """江腾社区居委会 -> 江腾社区; 金潭村委会 -> 金潭村; 一居委会 stays."""
    for ending, kept in COMMITTEES.items():
        stem = name.removesuffix(ending)
        if stem != name:
            return stem + kept if len(stem + kept) > 1 else name
    return name


class Area(models.Model):
    """One unit of the tree; a code that has left the source stays, with the day it vanished."""

    code = models.CharField(_("区划代码"), max_length=15, primary_key=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=100)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("上级")
    )
    prefix = models.CharField(_("前缀"), max_length=15, unique=True)
    valid_from = models.DateField(_("启用日期"), null=True)
    valid_to = models.DateField(_("停用日期"), null=True)
    replaced_by = models.CharField(_("由何代码替代"), max_length=15, blank=True, default="")
    vanished_at = models.DateTimeField(_("从来源消失的时间"), null=True)

    class Meta:
        verbose_name = _("区划")
        ordering = ("prefix",)
        constraints = (
            models.CheckConstraint(
                name="area_level_known", condition=models.Q(level__in=Level.values)
            ),
            models.CheckConstraint(
                name="area_code_is_digits", condition=models.Q(code__regex=r"^(\d{12}|\d{15})$")
            ),
            models.CheckConstraint(
                name="area_ends_after_start",
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        )
        indexes = (
            models.Index(fields=("prefix",), opclasses=("text_pattern_ops",), name="area_prefix"),
            models.Index(fields=("level", "prefix"), name="area_level_prefix"),
        )

    def __str__(self) -> str:
        return self.short_name
