from hub.fields import BOTH, HOUSEHOLD, HOUSING, L2, L3, About
from hub.models.base import HouseholdFacts
from hub.models.declaring import code, day, decimal, number, text


class HousingSecurity(HouseholdFacts):
    about = About(
        "c04_housing_security",
        "住房保障",
        "Housing security",
        HOUSEHOLD,
        owner=HOUSING,
        rhythm="每日 T+1",
        direction=BOTH,
    )

    hs_apply_no = text("住房保障申请编号", "Application number", 30, L2, owner=HOUSING)
    hs_apply_date = day("申请日期", "Applied on", L2, owner=HOUSING, direction=BOTH)
    hs_type = code("保障方式", "Type of guarantee", "housing_guarantee", L3, owner=HOUSING)
    hs_status = code("保障状态", "Guarantee status", "housing_guarantee_status", L3, owner=HOUSING)
    hs_queue_no = text("轮候号", "Waiting number", 30, L2, owner=HOUSING)
    hs_queue_date = day("轮候登记日期", "Waiting list date", L2, owner=HOUSING)
    hs_allot_date = day("配租日期", "Allotted on", L2, owner=HOUSING)
    hs_project = text("保障房项目", "Housing project", 100, L2, owner=HOUSING)
    hs_address = text("保障房地址", "Guarantee home address", 200, L3, owner=HOUSING)
    hs_rent_month = decimal("月租金(元)", "Monthly rent (yuan)", "10,2", L3, owner=HOUSING)
    hs_subsidy_month = decimal(
        "月租赁补贴(元)", "Monthly rent subsidy (yuan)", "10,2", L3, owner=HOUSING
    )
    hs_recheck_due = day("资格复核到期日", "Re-check due", L2, owner=HOUSING)
    hs_arrears_months = number("欠租月数", "Months of unpaid rent", L3, owner=HOUSING)

    class Meta:
        db_table = "hub_c04_housing_security"
        verbose_name = "住房保障"
        verbose_name_plural = verbose_name
