from hub.fields import IN, L3, L4, NHC, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, codes, computed, day, flag, number, text


class HealthFamily(ResidentFacts):
    about = About(
        "c13_health_family",
        "卫生健康与家庭发展",
        "Health and family development",
        RESIDENT,
        owner=NHC,
        rhythm="每月",
        direction=IN,
    )

    hf_team = text("家庭医生团队", "Family doctor team", 100, L3, owner=NHC)
    hf_signed = day("家庭医生签约日期", "Signed on", L3, owner=NHC)
    hf_births = number("生育子女数", "Children born", L4, owner=NHC)
    hf_childbearing = computed(flag("育龄妇女标识", "Woman of childbearing age", L3))
    hf_pregnancy = code("孕产状态", "Pregnancy status", "pregnancy_status", L4, owner=NHC)
    hf_birth_reg = text("生育登记号", "Birth registration number", 30, L4, owner=NHC)
    hf_special = code(
        "计生特殊家庭", "Special family type", "family_planning_special", L4, owner=NHC
    )
    hf_checkup = day("老年人体检日期", "Elderly check-up on", L4, owner=NHC)
    hf_chronic = codes("慢病管理类型", "Chronic disease managed", "chronic_type", L4, owner=NHC)
    hf_smi = flag("严重精神障碍管理标识", "Serious mental disorder managed", L4, owner=NHC)

    class Meta:
        db_table = "hub_c13_health_family"
        verbose_name = "卫生健康与家庭发展"
        verbose_name_plural = verbose_name
