import pytest

from communities.actor import system_actor
from communities.errors import Conflict, Invalid
from hub.dictionary import FIELDS
from hub.models import Change, CorrectionRequest, Resident
from hub.services.correct import correct
from hub.services.intake import CLEAR, Observation, take_in
from tests.communities.make import make_area
from tests.hub.people import an_id

pytestmark = pytest.mark.django_db
LIN = system_actor("lin")
JIANGTENG = "420105011006"
ZHAO = "420190197903150027"


@pytest.fixture
def zhao():
    make_area(JIANGTENG)
    told = {
        "id_number": ZHAO,
        "name": "赵秀兰",
        "address": "36栋2单元1502",
        "mobile": "13800001234",
        "ethnic_group": "01",
    }
    row = Observation(said=told, community=JIANGTENG)
    take_in([row], source="PSB_HJ", actor=LIN, creates=True)
    return Resident.objects.get()


def change(resident, operation="", seen=None, **values):
    return correct(
        resident=resident.resident_id,
        values=values,
        seen=seen,
        actor=LIN,
        purpose="P03",
        operation=operation,
    )


def test_a_corrected_phone_is_held_at_once_in_the_counters_voice(zhao):
    done = change(zhao, mobile="139 0000 1234")

    zhao.refresh_from_db()
    assert done.changed == ("mobile",)
    assert zhao.mobile_mask == "139****1234"
    assert zhao.told["mobile"]["by"] == "COUNTER"


def test_what_another_system_owns_is_asked_of_it_and_stays(zhao):
    done = change(zhao, ethnic_group="03")

    zhao.refresh_from_db()
    assert done.requested == ("ethnic_group",)
    assert zhao.ethnic_group == "01"
    assert CorrectionRequest.objects.get().state == "pending"
    assert Change.objects.filter(category="request").count() == 1


def test_the_same_wish_again_is_not_sent_a_second_time(zhao):
    change(zhao, ethnic_group="03")
    change(zhao, ethnic_group="03")
    assert Change.objects.filter(category="request").count() == 1

    change(zhao, ethnic_group="05")

    assert Change.objects.filter(category="request").count() == 2
    assert CorrectionRequest.objects.get().value == "05"


def test_the_same_wish_for_a_sealed_value_is_known_again(zhao):
    change(zhao, id_number=an_id())
    change(zhao, id_number=an_id())

    assert Change.objects.filter(category="request").count() == 1


def test_the_owners_own_word_settles_the_request(zhao):
    change(zhao, ethnic_group="03")

    take_in(
        [Observation(said={"id_number": ZHAO, "ethnic_group": "03"}, key="p1")],
        source="PSB_HJ",
        actor=LIN,
    )

    assert CorrectionRequest.objects.get().state == "done"


@pytest.mark.parametrize(
    ("field", "held", "wish"),
    [("si_flexible", "0", "1"), ("el_home_care", "01", "01,02"), ("si_pension_base", "1", "2.5")],
)
def test_a_request_of_any_type_is_settled_by_the_owners_word(zhao, field, held, wish):
    source = FIELDS[field].owner
    take_in([Observation(said={"id_number": ZHAO, field: held})], source=source, actor=LIN)
    change(zhao, **{field: wish})

    take_in([Observation(said={"id_number": ZHAO, field: wish})], source=source, actor=LIN)

    assert CorrectionRequest.objects.get().state == "done"


def test_a_household_told_as_such_settles_the_request_of_its_member(zhao):
    number = {"id_number": ZHAO}
    take_in([Observation(said={**number, "household_key": "1"})], source="PSB_HJ", actor=LIN)
    told = {**number, "hs_apply_date": "2026-01-01"}
    take_in([Observation(said=told)], source="HOUSING", actor=LIN, entity="household")
    change(zhao, hs_apply_date="2026-02-01")

    told = {**number, "hs_apply_date": "2026-02-01"}
    take_in([Observation(said=told)], source="HOUSING", actor=LIN, entity="household")

    assert CorrectionRequest.objects.get().state == "done"


def test_different_fields_of_one_person_both_win(zhao):
    change(zhao, mobile="13900001234", seen={"mobile": "138****1234"})
    change(zhao, education_level="21", seen={"education_level": ""})

    zhao.refresh_from_db()
    assert (zhao.mobile_mask, zhao.education_level) == ("139****1234", "21")


def test_the_same_field_seen_before_anothers_change_is_put_back_with_both_values(zhao):
    change(zhao, education_level="21", seen={"education_level": ""})

    with pytest.raises(Conflict) as clash:
        change(zhao, education_level="31", seen={"education_level": ""})

    assert clash.value.fields["education_level"] == {"seen": "", "held": "21", "yours": "31"}


def test_the_same_operation_twice_changes_once(zhao):
    before = Change.objects.count()
    change(zhao, operation="op-1", mobile="13900001234")
    change(zhao, operation="op-1", mobile="13900001234")

    assert Change.objects.count() == before + 1


def test_a_computed_field_is_refused_with_what_to_do(zhao):
    with pytest.raises(Invalid, match="系统推算"):
        change(zhao, community_code="420105011001")


def test_a_blank_clears_nothing_and_an_explicit_clear_does(zhao):
    with pytest.raises(Invalid, match="清除"):
        change(zhao, mobile="")

    change(zhao, mobile=CLEAR)

    zhao.refresh_from_db()
    assert zhao.mobile_mask is None


def test_a_confirmed_counter_entry_outweighs_another_system(zhao):
    change(zhao, mobile="13900001234")

    take_in(
        [Observation(said={"id_number": ZHAO, "mobile": "13700001234"}, key="e1")],
        source="EMP",
        actor=LIN,
    )

    zhao.refresh_from_db()
    assert zhao.mobile_mask == "139****1234"


def test_the_owner_saying_the_same_makes_the_value_the_owners(zhao):
    take_in(
        [Observation(said={"id_number": ZHAO, "education_level": "21"})],
        source="IMPORT",
        actor=LIN,
    )
    take_in(
        [Observation(said={"id_number": ZHAO, "education_level": "21"})],
        source="HUB",
        actor=LIN,
    )
    take_in(
        [Observation(said={"id_number": ZHAO, "education_level": "31"})],
        source="EMP",
        actor=LIN,
    )

    zhao.refresh_from_db()
    assert zhao.education_level == "21"
    assert zhao.told["education_level"]["by"] == "HUB"
