from hub.fields import BOTH, L2, L3, PSB_LDRK, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, computed, day, division, flag, sealed, sealed_rule, text


class Floating(ResidentFacts):
    about = About(
        "c02_floating",
        "流动人口与居住证",
        "Floating population and residence permit",
        RESIDENT,
        owner=PSB_LDRK,
        rhythm="每日 T+1, 登记实时上报",
        direction=BOTH,
    )

    fp_register_no = text("居住登记编号", "Residence registration number", 30, L3, owner=PSB_LDRK)
    fp_register_date = day(
        "居住登记日期", "Residence registered on", L2, owner=PSB_LDRK, direction=BOTH
    )
    fp_origin_division = division("流出地区划", "Origin division", 6, L2, owner=PSB_LDRK)
    fp_inflow_reason = code(
        "流入原因", "Inflow reason", "inflow_reason", L2, owner=PSB_LDRK, direction=BOTH
    )
    fp_basis = code(
        "居住依据", "Basis of stay", "residence_basis", L2, owner=PSB_LDRK, direction=BOTH
    )
    fp_stay_length = code(
        "拟居住时长", "Intended stay", "stay_length", L2, owner=PSB_LDRK, direction=BOTH
    )
    fp_permit_no = sealed(text("居住证号", "Residence permit number", 30, L3, owner=PSB_LDRK))
    fp_permit_issue = day("居住证签发日期", "Permit issued on", L2, owner=PSB_LDRK)
    fp_endorse_date = day("最近签注日期", "Last endorsement", L2, owner=PSB_LDRK)
    fp_endorse_due = computed(day("签注到期日", "Endorsement due", L2))
    fp_permit_status = code("居住证状态", "Permit status", "permit_status", L2, owner=PSB_LDRK)
    fp_half_year = computed(flag("居住登记满半年", "Half a year reached", L2))

    class Meta:
        db_table = "hub_c02_floating"
        verbose_name = "流动人口与居住证"
        verbose_name_plural = verbose_name
        constraints = [
            *sealed_rule("floating", "fp_permit_no"),
        ]
