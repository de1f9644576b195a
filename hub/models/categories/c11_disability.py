from hub.fields import BOTH, CDPF, L3, L4, MCA_SA, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import (
    code,
    day,
    flag,
    kept,
    month,
    month_rule,
    phone,
    sealed,
    sealed_rule,
    text,
)


class Disability(ResidentFacts):
    about = About(
        "c11_disability",
        "残疾人服务",
        "Disability services",
        RESIDENT,
        owner=CDPF,
        rhythm="每月",
        direction=BOTH,
    )

    ds_cert_no = sealed(text("残疾人证号", "Disability certificate number", 22, L4, owner=CDPF))
    ds_type = kept(code("残疾类别", "Disability type", "disability_type", L4))
    ds_grade = kept(code("残疾等级", "Disability grade", "disability_grade", L4))
    ds_issue_date = day("残疾人证签发日期", "Issued on", L4, owner=CDPF)
    ds_valid_to = day("残疾人证有效期止", "Valid to", L4, owner=CDPF)
    ds_guardian_name = text("监护人姓名", "Guardian", 100, L3, owner=CDPF, direction=BOTH)
    ds_guardian_phone = phone(
        "监护人电话", "Guardian phone", L3, owner=CDPF, direction=BOTH, fresh=12
    )
    ds_living_sub = code(
        "困难残疾人生活补贴状态", "Living subsidy status", "benefit_status", L4, owner=MCA_SA
    )
    ds_care_sub = code(
        "重度残疾人护理补贴状态", "Care subsidy status", "benefit_status", L4, owner=MCA_SA
    )
    ds_sub_start = month("两补起始年月", "Subsidy first month", L4, owner=MCA_SA)
    ds_emp_form = code(
        "残疾人就业形式", "Employment form", "disabled_employment", L4, owner=CDPF, direction=BOTH
    )
    ds_job_need = code(
        "残疾人就业需求", "Job need", "disabled_job_need", L4, owner=CDPF, direction=BOTH
    )
    ds_rehab_need = code(
        "康复需求", "Rehabilitation need", "rehab_need", L4, owner=CDPF, direction=BOTH
    )
    ds_device_need = flag(
        "辅具或无障碍需求", "Device or access need", L4, owner=CDPF, direction=BOTH
    )

    class Meta:
        db_table = "hub_c11_disability"
        verbose_name = "残疾人服务"
        verbose_name_plural = verbose_name
        constraints = [
            *month_rule("disability", "ds_sub_start"),
            *sealed_rule("disability", "ds_cert_no", "ds_guardian_phone"),
        ]
