from django.contrib.postgres.indexes import GinIndex
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from hub.fields import BOTH, DWELLING, HUB, L1, L2, OUT, ZZ, About
from hub.models.base import SubjectRow
from hub.models.declaring import (
    code,
    computed,
    decimal,
    division,
    number,
    public_key,
    short_text,
    text,
    text_array,
)


class Dwelling(SubjectRow):
    """A home with an address, once; `address_key` is its cleaned address within its community."""

    about = About(
        "core_dwelling",
        "房屋与网格核心",
        "Dwelling and grid core",
        DWELLING,
        owner=HUB,
        rhythm="实时",
    )

    dwelling_uid = public_key(
        "房屋内部标识", "Internal dwelling identifier", L1, owner=HUB, direction=OUT
    )
    std_address = text("标准地址", "Standard address", 200, L2, owner=HUB, direction=BOTH)
    address_code = text("地址编码", "Address code", 40, L1, owner=HUB, direction=BOTH)
    building_name = text("小区楼栋名称", "Estate and building", 100, L1, owner=HUB, direction=BOTH)
    building_no = text("楼栋号", "Building number", 20, L1, owner=HUB, direction=BOTH)
    unit_no = text("单元号", "Unit number", 10, L1, owner=HUB, direction=BOTH)
    floor_no = number("楼层", "Floor", L1, owner=HUB, direction=BOTH)
    room_no = text("室号", "Room number", 20, L2, owner=HUB, direction=BOTH)
    longitude = decimal("经度", "Longitude", "10,6", L2, owner=HUB, direction=BOTH)
    latitude = decimal("纬度", "Latitude", "10,6", L2, owner=HUB, direction=BOTH)
    dwelling_use = code("房屋类型", "Dwelling type", "dwelling_use", L1, owner=HUB, direction=BOTH)
    dwelling_community = division(
        "所属社区", "Community of dwelling", 12, L1, owner=HUB, direction=OUT
    )
    dwelling_grid = text("所属网格", "Grid of dwelling", 20, L1, owner=ZZ)
    occupant_count = computed(number("居住人数", "Persons living in dwelling", L1))
    urban_rural_class = computed(code("城乡分类", "Urban-rural class", "urban_rural_class", L1))

    # Beside the dictionary: how a home is known again and found.
    address_key = short_text(200, "地址键")
    address_grams = text_array("地址检索字")

    class Meta:
        db_table = "hub_dwelling"
        verbose_name = "房屋与网格核心"
        verbose_name_plural = verbose_name
        constraints = [
            UniqueConstraint(
                fields=["dwelling_community", "address_key"], name="dwelling_address_is_one"
            ),
            CheckConstraint(
                condition=Q(dwelling_community__regex=r"^\d{12}$"),
                name="dwelling_community_is_twelve_digits",
            ),
        ]
        indexes = [
            Index(fields=["scope"], name="dwelling_scope", opclasses=["varchar_pattern_ops"]),
            Index(fields=["dwelling_community", "building_no"], name="dwelling_building"),
            GinIndex(fields=["address_grams"], name="dwelling_address_grams"),
        ]
