from hub.fields import BOTH, L2, L3, ORG, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import computed, day, decimal, flag, text


class PartyVolunteer(ResidentFacts):
    about = About(
        "c16_party_volunteer",
        "党建与志愿服务",
        "Party building and volunteering",
        RESIDENT,
        owner=ORG,
        rhythm="每季",
        direction=BOTH,
    )

    pv_member = computed(flag("是否党员", "Party member", L3))
    pv_join = day("入党日期", "Joined on", L3, owner=ORG)
    pv_branch = text("所在党支部", "Branch", 100, L3, owner=ORG)
    pv_in_date = day("组织关系转入日期", "Relation moved in on", L3, owner=ORG)
    pv_double = flag("双报到", "Reported to community", L2, owner=ORG, direction=BOTH)
    pv_floating = flag("流动党员", "Floating member", L3, owner=ORG)
    pv_vol_no = text("志愿者编号", "Volunteer number", 30, L2, owner=ORG)
    pv_vol_hours = decimal("志愿服务时长(小时)", "Volunteer hours", "8,1", L2, owner=ORG)

    class Meta:
        db_table = "hub_c16_party_volunteer"
        verbose_name = "党建与志愿服务"
        verbose_name_plural = verbose_name
