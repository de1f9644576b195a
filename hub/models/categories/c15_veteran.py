from hub.fields import BOTH, IN, L2, L3, L4, RESIDENT, VA, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, computed, day, decimal, flag, sealed, sealed_rule, text


class Veteran(ResidentFacts):
    about = About(
        "c15_veteran",
        "退役军人与优抚",
        "Veterans and special care",
        RESIDENT,
        owner=VA,
        rhythm="每月",
        direction=IN,
    )

    va_type = code("退役军人优抚类别", "Veteran category", "veteran_category", L3, owner=VA)
    va_cert_no = sealed(text("优待证号", "Preferential card number", 30, L3, owner=VA))
    va_enlist = day("入伍日期", "Enlisted on", L3, owner=VA)
    va_discharge = day("退役日期", "Discharged on", L3, owner=VA)
    va_discharge_type = code("退役方式", "Type of discharge", "discharge_type", L3, owner=VA)
    va_grade = code(
        "残疾军人等级", "Military disability grade", "military_disability_grade", L4, owner=VA
    )
    va_status = code("抚恤补助状态", "Pension status", "benefit_status", L3, owner=VA)
    va_amount = decimal("抚恤补助月标准(元)", "Pension per month (yuan)", "10,2", L3, owner=VA)
    va_plaque = day("光荣牌悬挂日期", "Honour plaque on", L2, owner=VA, direction=BOTH)
    va_key = computed(flag("重点优抚对象", "Key special-care person", L3))

    class Meta:
        db_table = "hub_c15_veteran"
        verbose_name = "退役军人与优抚"
        verbose_name_plural = verbose_name
        constraints = [
            *sealed_rule("veteran", "va_cert_no"),
        ]
