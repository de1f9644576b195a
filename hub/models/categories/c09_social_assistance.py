from hub.fields import BOTH, HOUSEHOLD, L2, L3, MCA_SA, About
from hub.models.base import HouseholdFacts
from hub.models.declaring import code, day, decimal, month, month_rule, number, text


class SocialAssistance(HouseholdFacts):
    about = About(
        "c09_social_assistance",
        "社会救助",
        "Social assistance",
        HOUSEHOLD,
        owner=MCA_SA,
        rhythm="每月; 审批结果当日",
        direction=BOTH,
    )

    sa_type = code("救助类别", "Assistance type", "assistance_type", L3, owner=MCA_SA)
    sa_status = code("救助状态", "Assistance status", "benefit_status", L3, owner=MCA_SA)
    sa_apply_date = day("救助申请日期", "Applied on", L3, owner=MCA_SA, direction=BOTH)
    sa_approve_date = day("救助审批日期", "Approved on", L3, owner=MCA_SA)
    sa_start_month = month("享受起始年月", "First month", L3, owner=MCA_SA)
    sa_stop_month = month("停发年月", "Stopped from month", L3, owner=MCA_SA)
    sa_stop_reason = code("停发原因", "Stop reason", "assistance_stop_reason", L3, owner=MCA_SA)
    sa_class = code("低保类别", "Guarantee class", "dibao_category", L3, owner=MCA_SA)
    sa_amount_month = decimal(
        "户月保障金额(元)", "Household monthly amount (yuan)", "10,2", L3, owner=MCA_SA
    )
    sa_persons = number("保障人数", "Persons covered", L3, owner=MCA_SA)
    sa_checked_income = decimal(
        "核对家庭月收入(元)", "Checked household income (yuan)", "12,2", L3, owner=MCA_SA
    )
    sa_check_no = text("经济状况核对报告号", "Income check report number", 40, L3, owner=MCA_SA)
    sa_recheck_due = day("救助复核到期日", "Re-check due", L2, owner=MCA_SA)
    sa_temp_date = day("临时救助日期", "Temporary aid on", L3, owner=MCA_SA)
    sa_temp_amount = decimal(
        "临时救助金额(元)", "Temporary aid amount (yuan)", "10,2", L3, owner=MCA_SA
    )
    sa_cause = code(
        "致困原因", "Cause of hardship", "poverty_cause", L3, owner=MCA_SA, direction=BOTH
    )

    class Meta:
        db_table = "hub_c09_social_assistance"
        verbose_name = "社会救助"
        verbose_name_plural = verbose_name
        constraints = [
            *month_rule("social_assistance", "sa_start_month", "sa_stop_month"),
        ]
