"""The same workbook by django-import-export as one would set it up for speed.

Every column of the file is entered: the person with clean, hashed and sealed numbers, coded words,
the home and the household, homes and households of a batch in bulk. No history, no events, no
provenance, no questions.
"""

from pathlib import Path
from uuid import uuid4

from import_export import resources
from import_export.formats.base_formats import XLSX
from import_export.instance_loaders import CachedInstanceLoader

from hub.cleaning import (
    birth_of,
    clean,
    clean_id_number,
    clean_phone,
    name_search,
    parse_address,
    sex_of,
)
from hub.dictionary import FIELDS
from hub.masking import mask
from hub.models import Dwelling, Household, Resident
from hub.sealing import identity_hash, keyed_hash, seal
from hub.selectors.places import names_around
from tests.benchmarks.measure import python_as_usual
from tests.benchmarks.people import COMMUNITY

CODED = {"民族": "ethnic_group", "文化程度": "education_level", "婚姻状况": "marital_status",
         "与户主关系": "relation_to_head"}  # fmt: skip


class Roster(resources.ModelResource):
    class Meta:
        model = Resident
        fields = ("id_number_hash", "name")
        import_id_fields = ("id_number_hash",)
        instance_loader_class = CachedInstanceLoader
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_unchanged = False
        use_transactions = False

    def before_import(self, dataset, **kwargs) -> None:
        numbers = [clean_id_number(told).number for told in dataset["身份证号码"]]
        dataset.append_col([identity_hash("111", one) for one in numbers], header="id_number_hash")
        dataset.append_col(dataset["姓名"], header="name")
        self.homes = made_homes(dataset["居住地址"])
        self.households = made_households(dataset["户号"])

    def after_import(self, dataset, result, **kwargs) -> None:
        """The sequence is not reset: the role of the application may not, and need not."""

    def before_save_instance(self, instance, row, **kwargs) -> None:
        number, phone = row["身份证号码"], clean_phone(row["联系电话"]).value
        found = name_search(instance.name)
        instance.resident_id = instance.resident_id or uuid4()
        instance.id_type = "111"
        instance.id_number_mask = mask(FIELDS["id_number"], number)
        instance.id_number_sealed = seal("id_number", instance.resident_id, number)
        instance.mobile_hash = keyed_hash("mobile", phone)
        instance.mobile_mask = mask(FIELDS["mobile"], phone)
        instance.mobile_sealed = seal("mobile", instance.resident_id, phone)
        instance.name_pinyin, instance.name_grams, instance.name_initials = found
        instance.sex, instance.birth_date = sex_of(number), birth_of(number)
        for title, field in CODED.items():
            setattr(instance, field, clean(FIELDS[field], row[title]).value)
        instance.dwelling_id = self.homes[row["居住地址"]]
        instance.household_id = self.households[row["户号"]]
        instance.hukou_division = instance.community_code = instance.scope = COMMUNITY
        instance.source = "IMPORT"


def made_homes(addresses: list[str]) -> dict[str, int]:
    """Address as told to the key of its home; homes not there yet are made."""
    names = names_around(COMMUNITY)
    parsed = {told: parse_address(told, community=COMMUNITY, names=names) for told in addresses}
    Dwelling.objects.bulk_create(
        [
            Dwelling(
                dwelling_uid=uuid4(), std_address=one.text, address_key=one.key,
                building_no=one.building or None, unit_no=one.unit or None, floor_no=one.floor,
                room_no=one.room or None, dwelling_community=COMMUNITY, scope=COMMUNITY,
                address_grams=[one.text[i : i + 2] for i in range(len(one.text) - 1)],
                source="IMPORT",
            )
            for one in {one.key: one for one in parsed.values()}.values()
        ],
        batch_size=1000, ignore_conflicts=True,
    )  # fmt: skip
    keys = dict(
        Dwelling.objects.filter(dwelling_community=COMMUNITY).values_list("address_key", "id")
    )
    return {told: keys[one.key] for told, one in parsed.items()}


def made_households(numbers: list[str]) -> dict[str, int]:
    """The sheet's household number to the key of a household of its own."""
    told = list(dict.fromkeys(numbers))
    made = Household.objects.bulk_create(
        [
            Household(household_uid=uuid4(), household_status="1", scope=COMMUNITY, source="IMPORT")
            for _ in told
        ],
        batch_size=1000,
    )
    return dict(zip(told, (one.pk for one in made), strict=True))


def import_in_bulk(path: Path) -> None:
    with python_as_usual():
        told = XLSX().create_dataset(path.read_bytes())
        result = Roster().import_data(told, raise_errors=True)
    if result.has_errors():
        raise AssertionError("the rival did not take the file")
