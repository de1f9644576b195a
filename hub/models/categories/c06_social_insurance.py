from hub.fields import BOTH, IN, L2, L3, RESIDENT, SI, About
from hub.models.base import ResidentFacts
from hub.models.declaring import (
    code,
    computed,
    day,
    decimal,
    flag,
    month,
    month_rule,
    number,
    sealed,
    sealed_rule,
    text,
)


class SocialInsurance(ResidentFacts):
    about = About(
        "c06_social_insurance",
        "社会保险",
        "Social insurance",
        RESIDENT,
        owner=SI,
        rhythm="每月 月结后; 单人实时查询",
        direction=IN,
    )

    si_person_no = sealed(
        text("社会保险个人编号", "Social insurance personal number", 20, L3, owner=SI)
    )
    si_card_no = sealed(text("社会保障卡号", "Social security card number", 20, L3, owner=SI))
    si_pension_type = code("养老保险险种", "Pension scheme", "insurance_type", L3, owner=SI)
    si_pension_status = code(
        "养老参保状态", "Pension insured status", "insured_status", L3, owner=SI
    )
    si_pension_pay = code("养老缴费状态", "Pension pay status", "pay_status", L3, owner=SI)
    si_pension_first = month("首次参保年月", "First insured month", L3, owner=SI)
    si_pension_last = month("最后缴费年月", "Last paid month", L3, owner=SI)
    si_pension_months = number("累计缴费月数", "Months paid in all", L3, owner=SI)
    si_pension_base = decimal("养老缴费基数(元)", "Contribution base (yuan)", "10,2", L3, owner=SI)
    si_flexible = flag("以灵活就业身份参保", "Insured as flexible worker", L3, owner=SI)
    si_unemp_status = code(
        "失业保险参保状态", "Unemployment insurance status", "insured_status", L3, owner=SI
    )
    si_unemp_benefit = code(
        "失业保险待遇状态", "Unemployment benefit status", "unemp_benefit_status", L3, owner=SI
    )
    si_injury_status = code(
        "工伤保险参保状态", "Work injury insurance status", "insured_status", L3, owner=SI
    )
    si_benefit_start = month("养老待遇领取起始年月", "Pension paid since", L3, owner=SI)
    si_cert_date = day(
        "最近待遇资格认证日期", "Last qualification check", L3, owner=SI, direction=BOTH
    )
    si_cert_due = computed(day("待遇资格认证到期日", "Qualification check due", L2))

    class Meta:
        db_table = "hub_c06_social_insurance"
        verbose_name = "社会保险"
        verbose_name_plural = verbose_name
        constraints = [
            *month_rule(
                "social_insurance", "si_pension_first", "si_pension_last", "si_benefit_start"
            ),
            *sealed_rule("social_insurance", "si_person_no", "si_card_no"),
        ]
