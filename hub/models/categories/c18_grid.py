from hub.fields import BOTH, HUB, L2, L3, L4, OUT, RESIDENT, ZZ, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, codes, computed, day, number


class Grid(ResidentFacts):
    about = About(
        "c18_grid",
        "网格治理与关爱",
        "Grid governance and care",
        RESIDENT,
        owner=ZZ,
        rhythm="每日",
        direction=BOTH,
    )

    gg_care = code("走访关爱等级", "Care level", "care_level", L3, owner=HUB, direction=BOTH)
    gg_last_contact = computed(day("最近联系日期", "Last contact", L2))
    gg_demand_type = code(
        "最近诉求类别", "Last demand type", "demand_type", L2, owner=ZZ, direction=BOTH
    )
    gg_demand_open = computed(number("未办结诉求数", "Open demands", L2))
    gg_special = code("特殊人群类别", "Special group", "special_group", L4, owner=ZZ)
    gg_special_to = day("特殊管理期限止", "Special period ends", L4, owner=ZZ)
    gg_left_behind = code(
        "留守人员类型", "Left-behind type", "left_behind_type", L3, owner=ZZ, direction=BOTH
    )
    gg_hazard = codes("入户隐患类型", "Home hazard", "hazard_type", L2, owner=HUB, direction=OUT)

    class Meta:
        db_table = "hub_c18_grid"
        verbose_name = "网格治理与关爱"
        verbose_name_plural = verbose_name
