from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.prefixes import prefix_of


class Consumer(models.Model):
    """A downstream system: which fields, which areas, for what, from when until when.

    `speaks_for` is the outside system whose voice it is when it sends; "" speaks as a sheet does.
    """

    name = models.CharField(_("系统名称"), max_length=100)
    contact = models.CharField(_("联系人"), max_length=100, blank=True, default="")
    key_prefix = models.CharField(_("密钥前缀"), max_length=12, unique=True)
    key_hash = models.BinaryField(_("密钥摘要"), max_length=32)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("字段"))
    areas = ArrayField(models.CharField(max_length=15), verbose_name=_("区域"))
    rights = ArrayField(models.CharField(max_length=30), verbose_name=_("权限"))
    speaks_for = models.CharField(_("代表的来源"), max_length=12, blank=True, default="")
    purpose = models.CharField(_("用途"), max_length=3)
    basis = models.CharField(_("依据"), max_length=200, blank=True, default="")
    per_minute = models.PositiveIntegerField(_("每分钟次数上限"), default=600)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True)
    made_by = models.CharField(_("建立人"), max_length=60)
    made_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("下游系统")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                name="consumer_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="consumer_areas_named", condition=Q(areas__len__gte=1)),
            models.CheckConstraint(
                name="consumer_fields_named", condition=~Q(fields__contains=["*"])
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def area_prefixes(self) -> tuple[str, ...]:
        return tuple(prefix_of(code) for code in self.areas)

    def holds_on(self, day: date) -> bool:
        """Whether the key opens anything that day."""
        return day >= self.starts_on and not self.is_over_on(day)

    def is_over_on(self, day: date) -> bool:
        """Whether it opens nothing any more, that day or later."""
        return self.revoked_at is not None or (self.ends_on is not None and self.ends_on <= day)
