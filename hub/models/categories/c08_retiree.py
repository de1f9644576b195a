from django.db.models import CheckConstraint, Index, Q

from hub.fields import BOTH, HUB, L2, L3, L4, NONE, ORG, OUT, RESIDENT, SI, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, computed, day, flag, short_text, text


class Retiree(ResidentFacts):
    about = About(
        "c08_retiree",
        "企业退休人员社会化管理",
        "Enterprise retiree service",
        RESIDENT,
        owner=SI,
        rhythm="每月",
        direction=BOTH,
    )

    rt_flag = computed(flag("是否企业退休人员", "Enterprise retiree", L3), OUT)
    rt_type = code("退休类别", "Retirement type", "retire_type", L3, owner=SI)
    rt_date = day("退休日期", "Retired on", L3, owner=SI)
    rt_employer = text("原工作单位", "Former employer", 200, L2, owner=SI)
    rt_employer_type = code("原单位类型", "Former employer type", "employer_type", L2, owner=SI)
    rt_in_date = day("社会化移交日期", "Transferred in on", L2, owner=HUB, direction=BOTH)
    rt_status = code(
        "移交状态", "Transfer status", "transfer_status", L2, owner=HUB, direction=BOTH
    )
    rt_archive_place = text("档案存放地", "Archive kept at", 100, L2, owner=HUB, direction=BOTH)
    rt_archive_status = code(
        "档案状态", "Archive status", "archive_status", L2, owner=HUB, direction=BOTH
    )
    rt_party_in_date = day("党组织关系转入日期", "Party relation in on", L3, owner=ORG)
    rt_group = text("自管小组", "Self-help group", 50, L2, owner=HUB, direction=NONE)
    rt_honor = code("荣誉层级", "Honour", "honor_level", L2, owner=HUB, direction=NONE)
    rt_care_type = code("关爱类别", "Care type", "retiree_care_type", L4, owner=HUB, direction=NONE)
    rt_last_visit = computed(day("最近走访日期", "Last visit", L2))
    rt_death_report = day("死亡上报日期", "Death reported on", L3, owner=HUB, direction=OUT)
    rt_elsewhere = code(
        "异地居住", "Living elsewhere", "reside_elsewhere", L2, owner=HUB, direction=BOTH
    )

    # Beside the dictionary: where the retiree is managed, and whose member the person is for it.
    managing_community = short_text(12, "管理社区")
    member_ret = short_text(12, "退休管理所属单位")

    class Meta:
        db_table = "hub_c08_retiree"
        verbose_name = "企业退休人员社会化管理"
        verbose_name_plural = verbose_name
        constraints = [
            CheckConstraint(
                condition=Q(managing_community__regex=r"^\d{12}$"),
                name="retiree_managing_community_is_twelve_digits",
            ),
        ]
        indexes = [
            Index(
                fields=["member_ret"],
                name="retiree_member_ret",
                condition=Q(member_ret__isnull=False),
            ),
        ]
