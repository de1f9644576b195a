from uuid import uuid4

import pytest

from hub.dictionary import FIELDS
from hub.sealing import SHARED_KINDS, SealBroken, identity_hash, keyed_hash, seal, unseal

NUMBER = "420190197903150027"


def test_a_sealed_value_opens_for_its_field_and_subject():
    subject = uuid4()

    sealed = seal("id_number", subject, NUMBER)

    assert unseal("id_number", subject, sealed) == NUMBER
    assert unseal("id_number", subject, memoryview(sealed)) == NUMBER
    assert sealed[0] == 1
    assert NUMBER.encode() not in sealed


def test_the_same_value_is_never_sealed_alike():
    subject = uuid4()

    assert seal("mobile", subject, "13812345678") != seal("mobile", subject, "13812345678")


@pytest.mark.parametrize("change", ["field", "subject", "byte", "version", "empty"])
def test_a_sealed_value_does_not_open_elsewhere(change):
    subject = uuid4()
    sealed = seal("mobile", subject, "13812345678")
    field = "phone_alt" if change == "field" else "mobile"
    other = uuid4() if change == "subject" else subject
    if change == "byte":
        sealed = sealed[:-1] + bytes((sealed[-1] ^ 1,))
    if change == "version":
        sealed = b"\x09" + sealed[1:]
    if change == "empty":
        sealed = b""

    with pytest.raises(SealBroken):
        unseal(field, other, sealed)


def test_phones_of_all_fields_share_a_hash_and_other_fields_do_not():
    assert keyed_hash("mobile", "13812345678") == keyed_hash("phone_alt", "13812345678")
    assert keyed_hash("id_number", NUMBER) == keyed_hash("mf_spouse_id", NUMBER)
    assert keyed_hash("si_card_no", "1") != keyed_hash("bank_account", "1")
    assert len(keyed_hash("si_card_no", "1")) == 32


def test_one_number_is_one_person_on_card_and_in_register():
    assert identity_hash("111", NUMBER) == identity_hash("113", NUMBER)
    assert identity_hash("111", NUMBER) != identity_hash("414", NUMBER)
    assert identity_hash("111", NUMBER) != keyed_hash("id_number", NUMBER)


def test_a_key_file_that_is_too_short_seals_nothing(settings, tmp_path):
    settings.HUB_KEY_FILE = tmp_path / "short.key"
    settings.HUB_KEY_FILE.write_bytes(b"short")

    with pytest.raises(SealBroken):
        seal("mobile", uuid4(), "13812345678")


def test_another_key_gives_other_hashes(settings, tmp_path):
    before = identity_hash("111", NUMBER)
    settings.HUB_KEY_FILE = tmp_path / "other.key"
    settings.HUB_KEY_FILE.write_bytes(b"k" * 64)

    assert identity_hash("111", NUMBER) != before


def test_every_phone_and_citizen_number_of_the_dictionary_has_its_shared_kind():
    for field in FIELDS.values():
        if field.type in ("phone", "id18"):
            assert SHARED_KINDS[field.name] == ("phone" if field.type == "phone" else "id")
