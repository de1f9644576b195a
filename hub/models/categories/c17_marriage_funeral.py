from hub.fields import IN, L3, L4, MCA_HY, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, day, id18, sealed_rule, text


class MarriageFuneral(ResidentFacts):
    about = About(
        "c17_marriage_funeral",
        "婚姻收养与殡葬",
        "Marriage, adoption and funeral",
        RESIDENT,
        owner=MCA_HY,
        rhythm="每日 T+1",
        direction=IN,
    )

    mf_reg_date = day("婚姻登记日期", "Marriage registered on", L3, owner=MCA_HY)
    mf_reg_type = code("婚姻登记类型", "Registration type", "marriage_reg_type", L3, owner=MCA_HY)
    mf_spouse_name = text("配偶姓名", "Spouse name", 100, L3, owner=MCA_HY)
    mf_spouse_id = id18("配偶证件号", "Spouse ID number", L3, owner=MCA_HY)
    mf_adopt_date = day("收养登记日期", "Adoption registered on", L4, owner=MCA_HY)
    mf_cremation = day("火化日期", "Cremated on", L3, owner=MCA_HY)
    mf_death_cert = text("死亡证明编号", "Death certificate number", 30, L3, owner=MCA_HY)

    class Meta:
        db_table = "hub_c17_marriage_funeral"
        verbose_name = "婚姻收养与殡葬"
        verbose_name_plural = verbose_name
        constraints = [
            *sealed_rule("marriage_funeral", "mf_spouse_id"),
        ]
