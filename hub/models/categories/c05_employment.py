from hub.fields import BOTH, EMP, HUB, L2, L3, OUT, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import (
    code,
    computed,
    day,
    flag,
    month,
    month_rule,
    number,
    sealed,
    sealed_rule,
    text,
)


class Employment(ResidentFacts):
    about = About(
        "c05_employment",
        "就业失业",
        "Employment and unemployment",
        RESIDENT,
        owner=EMP,
        rhythm="每日 T+1; 单人实时查询",
        direction=BOTH,
    )

    emp_status = code(
        "就业状态", "Employment status", "employment_status", L2, owner=EMP, direction=BOTH, fresh=6
    )
    emp_form = code(
        "就业形式", "Employment form", "employment_form", L2, owner=EMP, direction=BOTH, fresh=6
    )
    emp_register_date = day("就业登记日期", "Employment registered on", L2, owner=EMP)
    emp_cert_no = sealed(text("就业创业证号", "Employment certificate number", 20, L3, owner=EMP))
    emp_unemp_date = day(
        "失业登记日期", "Unemployment registered on", L2, owner=EMP, direction=BOTH
    )
    emp_unemp_reason = code(
        "失业原因", "Reason of unemployment", "unemployment_reason", L2, owner=EMP, direction=BOTH
    )
    emp_unemp_end_date = day("失业登记注销日期", "Unemployment register closed on", L2, owner=EMP)
    emp_unemp_end_reason = code(
        "失业登记注销原因", "Reason closed", "unemployment_cancel_reason", L2, owner=EMP
    )
    emp_diff_flag = computed(flag("是否就业困难人员", "Person with employment difficulty", L3), OUT)
    emp_diff_type = code(
        "就业困难类别", "Difficulty type", "employment_difficulty", L3, owner=EMP, direction=BOTH
    )
    emp_diff_date = day("困难认定日期", "Recognised on", L2, owner=EMP)
    emp_diff_valid_to = day("困难认定有效期止", "Recognition valid to", L2, owner=EMP)
    emp_4050 = computed(flag("四零五零标识", "40/50 flag", L2))
    emp_flex_start = day(
        "灵活就业开始日期", "Flexible work since", L2, owner=EMP, direction=BOTH, fresh=6
    )
    emp_flex_content = text(
        "灵活就业内容", "Flexible work content", 200, L2, owner=EMP, direction=BOTH, fresh=6
    )
    emp_policy = code("享受就业政策", "Support received", "employment_policy", L3, owner=EMP)
    emp_subsidy_start = month("社保补贴起始年月", "Subsidy first month", L2, owner=EMP)
    emp_subsidy_used = number("社保补贴已享受月数", "Subsidy months used", L3, owner=EMP)
    emp_subsidy_left = computed(number("社保补贴剩余月数", "Subsidy months left", L3))
    emp_job_wish = text("求职意向", "Job wish", 200, L2, owner=HUB, direction=BOTH)

    class Meta:
        db_table = "hub_c05_employment"
        verbose_name = "就业失业"
        verbose_name_plural = verbose_name
        constraints = [
            *month_rule("employment", "emp_subsidy_start"),
            *sealed_rule("employment", "emp_cert_no"),
        ]
