from hub.fields import BOTH, DWELLING, HOUSING, HUB, L1, L2, L3, NONE, NR_BDC, OUT, About
from hub.models.base import DwellingFacts
from hub.models.declaring import (
    code,
    computed,
    day,
    decimal,
    flag,
    id18,
    number,
    phone,
    sealed,
    sealed_rule,
    text,
)


class Property(DwellingFacts):
    about = About(
        "c03_property",
        "实有房屋与出租",
        "Housing stock and renting",
        DWELLING,
        owner=NR_BDC,
        rhythm="每月; 出租变化当日",
        direction=BOTH,
    )

    hp_cert_no = sealed(text("不动产权证号", "Property certificate number", 60, L3, owner=NR_BDC))
    hp_owner_name = text("产权人姓名", "Owner name", 100, L2, owner=NR_BDC)
    hp_owner_id = id18("产权人证件号", "Owner ID number", L3, owner=NR_BDC)
    hp_owner_phone = phone("产权人电话", "Owner phone", L3, owner=HUB, direction=NONE)
    hp_tenure = code("居住权属方式", "Tenure", "housing_tenure", L2, owner=HUB, direction=BOTH)
    hp_use = code("房屋用途", "House use", "house_use", L2, owner=HUB, direction=BOTH)
    hp_area = decimal("建筑面积", "Floor area (sq m)", "8,2", L2, owner=NR_BDC)
    hp_rooms = number("房间数", "Rooms", L1, owner=HUB, direction=NONE)
    hp_is_rental = computed(flag("是否出租", "Rented out", L2), OUT)
    hp_rental_record = text("租赁备案号", "Lease record number", 40, L2, owner=HOUSING)
    hp_lease_start = day("租赁开始日期", "Lease start", L2, owner=HUB, direction=BOTH)
    hp_lease_end = day("租赁结束日期", "Lease end", L2, owner=HUB, direction=BOTH)
    hp_rental_type = code("出租类型", "Rental type", "rental_type", L2, owner=HUB, direction=BOTH)

    class Meta:
        db_table = "hub_c03_property"
        verbose_name = "实有房屋与出租"
        verbose_name_plural = verbose_name
        constraints = [
            *sealed_rule("property", "hp_cert_no", "hp_owner_id", "hp_owner_phone"),
        ]
