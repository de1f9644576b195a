from django.db import models


class CodeList(models.Model):
    """One code list of the dictionary, where its values come from and how sure that is.

    `verification`: V2 seen in two or more independent places, V1 in one, K own knowledge,
    P proposed by the product.
    """

    code_list = models.CharField("代码表", max_length=40, primary_key=True)
    label = models.CharField("名称", max_length=60)
    origin = models.CharField("来源", max_length=200, blank=True)
    verification = models.CharField("核验", max_length=2)

    class Meta:
        db_table = "hub_code_list"
        verbose_name = "代码表"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return self.label


class Code(models.Model):
    """One value of a code list; a value that left its list keeps its row with a last day."""

    code_list = models.ForeignKey(
        CodeList, models.PROTECT, db_column="code_list", related_name="codes"
    )
    code = models.CharField("代码", max_length=16)
    label = models.CharField("名称", max_length=100)
    label_en = models.CharField("英文名称", max_length=200, blank=True)
    valid_from = models.DateField("启用", null=True, blank=True)
    valid_to = models.DateField("停用", null=True, blank=True)
    position = models.IntegerField("次序", default=0)

    class Meta:
        db_table = "hub_code"
        verbose_name = "代码"
        verbose_name_plural = verbose_name
        constraints = [
            models.UniqueConstraint(fields=["code_list", "code"], name="code_is_once_in_its_list")
        ]

    def __str__(self) -> str:
        return self.label


class UrbanRural(models.Model):
    """The statistics bureau's urban-rural class of a community; empty until its table is loaded."""

    community = models.CharField("社区", max_length=12, primary_key=True)
    urban_rural_class = models.CharField("城乡分类", max_length=3)

    class Meta:
        db_table = "hub_urban_rural"
        verbose_name = "城乡分类"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.community} {self.urban_rural_class}"
