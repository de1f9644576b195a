from hub.fields import HSA, IN, L2, L3, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import (
    code,
    computed,
    day,
    division,
    flag,
    number,
    sealed,
    sealed_rule,
    text,
)


class MedicalInsurance(ResidentFacts):
    about = About(
        "c07_medical_insurance",
        "医疗保险",
        "Medical insurance",
        RESIDENT,
        owner=HSA,
        rhythm="每月; 征缴期每日; 单人实时查询",
        direction=IN,
    )

    mi_person_no = sealed(
        text("医保人员编号", "Medical insurance personal number", 30, L3, owner=HSA)
    )
    mi_type = code("医保险种", "Medical insurance type", "medical_insurance_type", L3, owner=HSA)
    mi_status = code("医保参保状态", "Medical insured status", "insured_status", L3, owner=HSA)
    mi_person_type = code(
        "医保人员类别", "Medical person type", "medical_person_type", L3, owner=HSA
    )
    mi_place = division("参保地区划", "Insured at division", 6, L2, owner=HSA)
    mi_start = day("本次参保日期", "Insured since", L3, owner=HSA)
    mi_pause = day("暂停参保日期", "Suspended on", L3, owner=HSA)
    mi_paid_year = number("已缴费年度", "Paid for year", L3, owner=HSA)
    mi_pay_date = day("居民医保缴费日期", "Paid on", L3, owner=HSA)
    mi_aid_identity = code(
        "资助参保身份", "Premium aid identity", "medical_aid_identity", L3, owner=HSA
    )
    mi_flexible = flag("医保灵活就业参保", "Medical insured as flexible worker", L3, owner=HSA)
    mi_uncovered = computed(flag("未参保标识", "Not covered", L3))

    class Meta:
        db_table = "hub_c07_medical_insurance"
        verbose_name = "医疗保险"
        verbose_name_plural = verbose_name
        constraints = [
            *sealed_rule("medical_insurance", "mi_person_no"),
        ]
