"""The timeline names a field only to those whose page shows that it is held."""

from datetime import UTC, date, datetime

import pytest

from hub.models import CorrectionRequest
from hub.selectors.sight import Sight
from hub.selectors.timeline import in_force, story_of
from tests.communities.make import HANYANG, JIANGDI, JIANGTENG, an_actor
from tests.hub.people import an_id, make_zhao, tell

pytestmark = pytest.mark.django_db
WORKER = ("GRID", JIANGTENG)
SPECIAL = ("特殊人群类别", "特殊管理期限止")


@pytest.fixture
def zhao(db):
    """Known to the grid system, the health service and the federation of the disabled."""
    person, number = make_zhao(), an_id()
    tell("ZZ", {
        "id_number": number, "gg_care": "2", "gg_special": "3", "gg_special_to": "2027-01-31",
    }, key="zz")  # fmt: skip
    tell("NHC", {"id_number": number, "hf_smi": "1", "hf_signed": "2026-01-05"}, key="nhc")
    tell("CDPF", {"id_number": number, "ds_cert_no": number + "6743"}, key="ds")
    return person


def story(person, *posts):
    sight = Sight(an_actor(*posts), person.scope or "")
    return "\n".join(step.what for step in story_of(person.pk, sight).steps)


@pytest.mark.parametrize(
    "post",
    [WORKER, ("SEC", JIANGTENG), ("STREET_LINE", JIANGDI, "labour"),
     ("DISTRICT", HANYANG, "judicial")],
)  # fmt: skip
def test_nobody_learns_of_a_special_group_from_the_name_of_a_field(zhao, post):
    told = story(zhao, post)

    assert "手机号码" in told
    assert not any(word in told for word in SPECIAL)


def test_the_judicial_officer_of_the_street_is_told(zhao):
    told = story(zhao, ("STREET_LINE", JIANGDI, "judicial"))

    assert all(word in told for word in SPECIAL)


@pytest.mark.parametrize("post", [WORKER, ("STREET_LINE", JIANGDI, "health")])
def test_a_mental_disorder_is_named_to_nobody(zhao, post):
    assert "精神障碍" not in story(zhao, post)


def test_a_category_of_which_only_yes_or_no_is_shown_has_no_steps(zhao):
    told = story(zhao, WORKER)

    assert "走访关爱等级" in told
    assert "残疾" not in told
    assert "家庭医生" not in told
    assert "残疾人证号" in story(zhao, ("SEC", JIANGTENG))


def test_a_clerk_without_a_matter_reads_no_story(zhao):
    assert story(zhao, ("CLERK", JIANGTENG)) == ""


def test_a_request_about_a_hidden_field_is_not_told(zhao):
    CorrectionRequest.objects.create(
        resident_id=zhao.pk, field="ds_cert_no", owner="CDPF", value={}, due_on="2026-12-01",
    )  # fmt: skip

    assert "请求更正" not in story(zhao, WORKER)
    assert "请求更正「残疾人证号」" in story(zhao, ("SEC", JIANGTENG))


@pytest.mark.parametrize(
    ("at", "said"),
    [(datetime(2026, 10, 31, 23, tzinfo=UTC), ""),
     (datetime(2026, 11, 1, 23, tzinfo=UTC), "自2026-11-01起")],
)  # fmt: skip
def test_the_day_of_recording_is_the_local_one(at, said):
    """Seven in the morning of the first in Wuhan is the evening before in UTC."""
    assert in_force(date(2026, 11, 1), at) == said
