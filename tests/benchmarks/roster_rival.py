"""The same workbook by django-import-export as one would set it up for speed."""

from pathlib import Path
from uuid import uuid4

from import_export import resources
from import_export.formats.base_formats import XLSX
from import_export.instance_loaders import CachedInstanceLoader

from hub.cleaning import birth_of, clean_id_number, clean_phone, name_search, sex_of
from hub.dictionary import FIELDS
from hub.masking import mask
from hub.models import Resident
from hub.sealing import identity_hash, keyed_hash, seal
from tests.benchmarks.people import COMMUNITY


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
        instance.hukou_division = instance.scope = COMMUNITY
        instance.source = "IMPORT"


def import_in_bulk(path: Path) -> None:
    told = XLSX().create_dataset(path.read_bytes())
    result = Roster().import_data(told, raise_errors=True)
    if result.has_errors():
        raise AssertionError("the rival did not take the file")
