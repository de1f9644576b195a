from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

REACH = "reach"  # a look by whole number beyond the own grid, which the secretary is shown


class TrailEvent(models.Model):
    """One look at a person, or one act upon rights: who, whom, why, what was shown."""

    at = models.DateTimeField(_("时间"), db_default=Now())
    account = models.CharField(_("账号"), max_length=80)
    account_kind = models.CharField(_("账号类别"), max_length=10)
    role = models.CharField(_("岗位"), max_length=100, blank=True, default="")
    unit = models.CharField(_("单位"), max_length=200, blank=True, default="")
    terminal = models.CharField(_("终端地址"), max_length=45, blank=True, default="")
    action = models.CharField(_("动作"), max_length=40)
    purpose = models.CharField(_("用途"), max_length=3, blank=True, default="")
    matter = models.CharField(_("事项编号"), max_length=40, blank=True, default="")
    residents = ArrayField(models.BigIntegerField(), verbose_name=_("居民"), default=list)
    fields = ArrayField(
        models.CharField(max_length=60), verbose_name=_("完整显示的字段"), default=list
    )
    detail = models.CharField(_("说明"), max_length=200, blank=True, default="")
    count = models.PositiveIntegerField(_("结果数"), default=0)
    result = models.CharField(_("答复"), max_length=10, default="ok")
    request_id = models.CharField(_("请求编号"), max_length=40, blank=True, default="")
    prev_hash = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        verbose_name = _("访问记录")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("account", "action", "at"), name="trail_account_at"),
            models.Index(fields=("at",), name="trail_at"),
            GinIndex(fields=("residents",), name="trail_residents"),
            models.Index(
                fields=("unit", "at"),
                condition=models.Q(action=REACH),
                opclasses=("varchar_pattern_ops", "timestamptz_ops"),
                name="trail_reach_of_unit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"
