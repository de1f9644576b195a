from hub.fields import BOTH, HUB, L2, L3, L4, MCA_YL, NONE, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import (
    code,
    codes,
    computed,
    day,
    decimal,
    flag,
    month,
    month_rule,
    phone,
    sealed_rule,
    text,
)


class Elderly(ResidentFacts):
    about = About(
        "c10_elderly",
        "老年人福利与养老服务",
        "Elderly welfare and care",
        RESIDENT,
        owner=MCA_YL,
        rhythm="每月",
        direction=BOTH,
    )

    el_is60 = computed(flag("是否60周岁及以上", "Aged 60 or over", L2))
    el_is65 = computed(flag("是否65周岁及以上", "Aged 65 or over", L2))
    el_is80 = computed(flag("是否80周岁及以上", "Aged 80 or over", L2))
    el_allow_status = code(
        "高龄津贴状态",
        "Old-age allowance status",
        "benefit_status",
        L3,
        owner=MCA_YL,
        direction=BOTH,
    )
    el_allow_start = month("高龄津贴起始年月", "Allowance first month", L3, owner=MCA_YL)
    el_allow_amount = decimal(
        "高龄津贴月标准(元)", "Allowance per month (yuan)", "10,2", L3, owner=MCA_YL
    )
    el_allow_band = computed(code("高龄津贴档次", "Allowance band", "allowance_band", L2))
    el_living = code(
        "居住状况", "Living arrangement", "living_arrangement", L3, owner=HUB, direction=BOTH
    )
    el_ability = code("能力等级", "Ability level", "elder_ability_level", L4, owner=MCA_YL)
    el_ability_date = day("能力评估日期", "Ability assessed on", L3, owner=MCA_YL)
    el_service_subsidy = code(
        "养老服务补贴状态", "Care subsidy status", "benefit_status", L3, owner=MCA_YL
    )
    el_home_care = codes(
        "居家服务项目", "Home care services", "home_care", L3, owner=MCA_YL, direction=BOTH
    )
    el_guardian_name = text(
        "赡养人或联系人", "Carer or contact", 100, L3, owner=HUB, direction=NONE
    )
    el_guardian_phone = phone("赡养人电话", "Carer phone", L3, owner=HUB, direction=NONE, fresh=12)

    class Meta:
        db_table = "hub_c10_elderly"
        verbose_name = "老年人福利与养老服务"
        verbose_name_plural = verbose_name
        constraints = [
            *month_rule("elderly", "el_allow_start"),
            *sealed_rule("elderly", "el_guardian_phone"),
        ]
