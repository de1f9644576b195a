"""A number by which its person was found is not sealed again, and stays readable all the same."""

import pytest

from communities.actor import system_actor
from hub.models import Change, Resident
from hub.sealing import unseal
from hub.services.intake import Observation, take_in
from tests.communities.make import make_area
from tests.hub.people import an_id

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
JIANGTENG = "420105011006"


@pytest.fixture(autouse=True)
def jiangteng():
    make_area(JIANGTENG)


def told(number, **fields):
    key = fields.pop("key", "")
    return Observation(said={"id_number": number, **fields}, key=key, community=JIANGTENG)


def number_of(person):
    return unseal("id_number", person.resident_id, bytes(person.id_number_sealed))


def test_another_office_naming_somebody_by_number_leaves_the_number_readable():
    number = an_id()
    take_in([told(number, name="孙小红")], source="IMPORT", actor=LOAD, creates=True)

    take_in([told(number, marital_status="20")], source="MCA_HY", actor=LOAD)
    take_in([told(number, name="孙小红", key="h1")], source="PSB_HJ", actor=LOAD)

    sun = Resident.objects.get()
    assert sun.told["id_number"]["by"] == "PSB_HJ"
    assert number_of(sun) == number


def test_a_number_that_moved_and_is_told_again_in_one_file_can_be_read_in_row_and_history():
    first, later = an_id(order=246), an_id(order=248)
    take_in([told(first, name="孙小红", key="h1")], source="PSB_HJ", actor=LOAD, creates=True)

    rows = [told(later, name="孙小红", key="h1"), told(first, name="孙小红", key="h2")]
    person = Resident.objects.get().resident_id
    rows[0].resident = person
    result = take_in(rows, source="PSB_HJ", actor=LOAD)

    assert result.changed == 2
    sun = Resident.objects.get()
    assert number_of(sun) == first
    spoken = [
        unseal("id_number", person, bytes.fromhex(row.after["id_number"]["sealed"]))
        for row in Change.objects.filter(category="core_resident").order_by("seq")
        if "id_number" in row.after
    ]
    assert spoken == [first, later, first]
