from hub.fields import BOTH, HUB, L2, L4, MCA_ET, OUT, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import (
    code,
    day,
    decimal,
    flag,
    month,
    month_rule,
    phone,
    sealed_rule,
    text,
)


class Child(ResidentFacts):
    about = About(
        "c12_child",
        "儿童福利与未成年人保护",
        "Child welfare and protection",
        RESIDENT,
        owner=MCA_ET,
        rhythm="每月",
        direction=BOTH,
    )

    ch_guardian_name = text(
        "监护人姓名(儿童)", "Guardian of child", 100, L4, owner=MCA_ET, direction=BOTH
    )
    ch_guardian_rel = code(
        "与监护人关系", "Relation of guardian", "family_relation", L4, owner=MCA_ET, direction=BOTH
    )
    ch_guardian_phone = phone(
        "监护人电话(儿童)", "Guardian phone of child", L4, owner=MCA_ET, direction=BOTH, fresh=12
    )
    ch_type = code("困境类别", "Predicament type", "child_predicament", L4, owner=MCA_ET)
    ch_left_behind = flag("是否留守儿童", "Left-behind child", L4, owner=MCA_ET, direction=BOTH)
    ch_orphan = code("孤儿与无人抚养类别", "Orphan type", "orphan_type", L4, owner=MCA_ET)
    ch_status = code("儿童福利待遇状态", "Child benefit status", "benefit_status", L4, owner=MCA_ET)
    ch_amount = decimal(
        "儿童基本生活费(元/月)", "Child living allowance (yuan per month)", "10,2", L4, owner=MCA_ET
    )
    ch_start = month("儿童待遇起始年月", "Child benefit first month", L4, owner=MCA_ET)
    ch_officer = text("儿童主任", "Child officer", 100, L2, owner=MCA_ET)
    ch_last_visit = day("儿童最近走访日期", "Last visit to child", L4, owner=HUB, direction=OUT)

    class Meta:
        db_table = "hub_c12_child"
        verbose_name = "儿童福利与未成年人保护"
        verbose_name_plural = verbose_name
        constraints = [
            *month_rule("child", "ch_start"),
            *sealed_rule("child", "ch_guardian_phone"),
        ]
