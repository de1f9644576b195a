from django.db.models import Index

from hub.fields import BOTH, HOUSEHOLD, HUB, L1, L2, L3, MCA_SA, OUT, PSB_HJ, About
from hub.models.base import SubjectRow
from hub.models.declaring import (
    code,
    computed,
    decimal,
    flag,
    link,
    number,
    phone,
    public_key,
    text,
)


class Household(SubjectRow):
    """Those who live or are registered together."""

    about = About(
        "core_household",
        "家庭户核心",
        "Household core",
        HOUSEHOLD,
        owner=HUB,
        rhythm="实时",
    )

    household_uid = public_key(
        "家庭户内部标识", "Internal household identifier", L1, owner=HUB, direction=OUT
    )
    household_no = text("户号", "Household number", 20, L3, owner=PSB_HJ)
    household_type = code("户别", "Household type", "household_type", L2, owner=PSB_HJ)
    household_status = code(
        "户状态", "Household status", "household_status", L1, owner=HUB, direction=OUT
    )
    head_resident = link("户主", "Head of household", "hub.Resident", L2, owner=PSB_HJ)
    household_dwelling = link(
        "户居住房屋", "Dwelling of household", "hub.Dwelling", L2, owner=HUB, direction=BOTH
    )
    household_phone = computed(phone("家庭联系电话", "Household phone", L3))
    household_size = computed(number("户内人数", "Persons in household", L2))
    household_present_count = computed(number("实际居住人数", "Persons living here", L2))
    household_labour_count = computed(number("劳动年龄人数", "Members of working age", L2))
    household_employed_count = computed(number("就业人数", "Members in work", L2))
    is_zero_employment = computed(flag("零就业家庭", "Zero-employment household", L3))
    household_income_month = decimal(
        "家庭月收入", "Household monthly income", "12,2", L3, owner=MCA_SA
    )
    household_income_pc = computed(decimal("家庭人均月收入", "Monthly income per head", "12,2", L3))
    household_area_pc = computed(decimal("人均住房建筑面积", "Floor area per head", "8,2", L3))
    is_elderly_only = computed(flag("纯老年人家庭", "Elderly-only household", L2))

    class Meta:
        db_table = "hub_household"
        verbose_name = "家庭户核心"
        verbose_name_plural = verbose_name
        indexes = [
            Index(fields=["scope"], name="household_scope", opclasses=["varchar_pattern_ops"]),
            Index(fields=["household_no"], name="household_no", opclasses=["varchar_pattern_ops"]),
        ]
