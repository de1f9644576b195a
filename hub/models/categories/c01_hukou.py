from django.db.models import Index, Q

from hub.fields import IN, L2, L3, OUT, PSB_HJ, RESIDENT, About
from hub.models.base import ResidentFacts
from hub.models.declaring import code, computed, day, flag, sealed, sealed_rule, text


class Hukou(ResidentFacts):
    about = About(
        "c01_hukou",
        "户籍人口",
        "Registered population",
        RESIDENT,
        owner=PSB_HJ,
        rhythm="每日 T+1",
        direction=IN,
    )

    hk_register_no = sealed(text("户口簿号", "Household register number", 20, L3, owner=PSB_HJ))
    hk_is_local = computed(flag("是否本区户籍", "Registered in this district", L2), OUT)
    hk_match = computed(
        code("人户一致标识", "Registered and living match", "person_house_match", L2), OUT
    )
    hk_register_date = day("落户日期", "Date registered here", L2, owner=PSB_HJ)
    hk_in_reason = code("迁入原因", "Reason of move in", "move_reason", L2, owner=PSB_HJ)
    hk_in_from = text("迁入前地址", "Previous registered address", 200, L3, owner=PSB_HJ)
    hk_out_date = day("户口迁出日期", "Hukou move-out date", L2, owner=PSB_HJ)
    hk_out_reason = code("户口迁出原因", "Hukou move-out reason", "move_reason", L2, owner=PSB_HJ)
    hk_out_to = text("迁往地", "Moved to", 200, L3, owner=PSB_HJ)
    hk_cancel_date = day("户口注销日期", "Hukou cancelled on", L2, owner=PSB_HJ)
    hk_cancel_reason = code(
        "户口注销原因", "Cancel reason", "hukou_cancel_reason", L2, owner=PSB_HJ
    )
    hk_card_valid_to = day("身份证有效期止", "ID card valid to", L3, owner=PSB_HJ)

    class Meta:
        db_table = "hub_c01_hukou"
        verbose_name = "户籍人口"
        verbose_name_plural = verbose_name
        constraints = [
            *sealed_rule("hukou", "hk_register_no"),
        ]
        indexes = [
            Index(
                fields=["hk_register_no_hash"],
                condition=Q(hk_register_no_hash__isnull=False),
                name="hukou_register_no",
            )
        ]
