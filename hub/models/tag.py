from django.db import models
from django.db.models import CheckConstraint, Q


class Tag(models.Model):
    """A field a street or a department adds for itself; values stand in the subject's `tags`."""

    class Entity(models.TextChoices):
        RESIDENT = "resident", "居民"
        HOUSEHOLD = "household", "家庭户"
        DWELLING = "dwelling", "房屋"

    class Type(models.TextChoices):
        TEXT = "text", "文字"
        CODE = "code", "代码"
        FLAG = "bool", "是否"
        DAY = "date", "日期"
        NUMBER = "number", "数值"

    key = models.SlugField("标识", max_length=40, unique=True)
    label = models.CharField("名称", max_length=60)
    label_en = models.CharField("英文名称", max_length=120, blank=True)
    entity = models.CharField("对象", max_length=10, choices=Entity)
    type = models.CharField("类型", max_length=10, choices=Type)
    code_list = models.ForeignKey(
        "hub.CodeList", models.PROTECT, null=True, blank=True, db_column="code_list"
    )
    level = models.CharField("敏感级别", max_length=2, default="L2")
    area = models.CharField("适用区划", max_length=15)
    owner = models.CharField("归口", max_length=60)
    purpose = models.CharField("用途", max_length=200)
    expires_on = models.DateField("到期日")
    made_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        db_table = "hub_tag"
        verbose_name = "标签"
        verbose_name_plural = verbose_name
        constraints = [
            CheckConstraint(
                condition=Q(type="code", code_list__isnull=False)
                | (~Q(type="code") & Q(code_list__isnull=True)),
                name="tag_code_has_its_list",
            ),
            CheckConstraint(
                condition=Q(level__in=["L1", "L2", "L3", "L4"]), name="tag_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label
