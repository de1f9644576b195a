from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actor import actor_of
from communities.errors import Conflict, Invalid, NotFound, Refused
from communities.models import Posting, Staff, TrailEvent
from communities.services.staff import disable, end_posting, hire, post, reset_password
from tests.communities.make import (
    ACTOR,
    GRID,
    HANYANG,
    JIANGTENG,
    OTHER_COMMUNITY,
    PASSWORD,
    WUHAN,
    make_area,
    make_posting,
    make_staff,
    make_worker,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_an_account_is_opened_without_any_right():
    person = hire(username="wangfang", name="王芳", password=PASSWORD, actor=ACTOR)

    assert actor_of(person, today=TODAY).posts == ()
    assert person.check_password(PASSWORD)
    assert TrailEvent.objects.get().detail == "wangfang"


def test_no_account_is_opened_with_a_password_everybody_takes():
    with pytest.raises(Invalid, match="常见"):
        hire(username="wangfang", name="王芳", password="Passw0rd", actor=ACTOR)


def test_an_account_name_is_given_once():
    hire(username="wangfang", name="王芳", password=PASSWORD, actor=ACTOR)

    with pytest.raises(Conflict):
        hire(username="wangfang", name="王芳", password=PASSWORD, actor=ACTOR)


def test_a_posting_told_twice_is_one_posting():
    person = make_staff()
    make_area(GRID)

    first = post(staff=person, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)
    again = post(staff=person, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)

    assert first == again
    assert first.granted_by == "test"


def test_a_posting_ended_by_mistake_is_granted_again():
    posting = make_posting(starts_on=TODAY)
    end_posting(posting=posting, on=TODAY, actor=ACTOR)

    again = post(staff=posting.staff, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)

    assert again == posting
    assert actor_of(posting.staff, today=TODAY).roles == ("GRID",)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (-1, None, True),
        (0, None, True),
        (1, None, False),
        (-5, 1, True),
        (-5, 0, False),
        (0, 0, False),
    ],
)
def test_a_posting_holds_from_its_first_day_until_before_its_last(starts, ends, holds):
    posting = make_posting(
        starts_on=TODAY + timedelta(days=starts),
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
    )

    assert bool(actor_of(posting.staff, today=TODAY).posts) == holds


def test_an_actor_knows_where_and_as_what():
    person = make_worker("STREET_LINE", "420105011000", "labour")

    actor = actor_of(person)

    assert (actor.kind, actor.name, actor.label) == ("staff", person.username, person.name)
    assert (actor.posts[0].prefix, actor.posts[0].line) == ("420105011", "labour")
    assert actor.posts[0].place


def test_a_disabled_person_holds_nothing():
    person = make_worker("SEC")

    disable(staff=person, actor=ACTOR)

    assert actor_of(person).posts == ()


@pytest.mark.parametrize(
    ("role", "line", "area"),
    [
        ("KING", "", JIANGTENG),
        ("FEED", "", JIANGTENG),
        ("GRID", "labour", JIANGTENG),
        ("STREET_LINE", "", JIANGTENG),
        ("STREET_LINE", "nothing", JIANGTENG),
    ],
)
def test_a_posting_that_makes_no_sense_is_refused(role, line, area):
    make_area(JIANGTENG)

    with pytest.raises(Invalid):
        post(staff=make_staff(), area=area, role=role, line=line, starts_on=TODAY, actor=ACTOR)


def test_a_posting_needs_a_place_that_is_known():
    with pytest.raises(NotFound):
        post(staff=make_staff(), area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("SECADM", "AUDIT"),
        ("AUDIT", "SYSADM"),
        ("SYSADM", "GRID"),
        ("GRID", "SECADM"),
    ],
)
def test_the_three_administrators_are_three_people(held, wanted):
    person = make_worker(held, WUHAN)

    with pytest.raises(Invalid, match="不同的人"):
        post(staff=person, area=WUHAN, role=wanted, starts_on=TODAY, actor=ACTOR)


@pytest.mark.parametrize(
    ("starts", "ends", "meet"),
    [
        (1, None, True),
        (1, 9, True),
        (9, None, True),
        (-9, 1, False),
        (-9, -1, False),
        (3, 3, False),
    ],
)
def test_the_three_are_apart_on_every_day_to_come(starts, ends, meet):
    today = timezone.localdate()
    held = make_posting(
        role="SECADM", area=WUHAN, starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )  # fmt: skip
    told = {"area": WUHAN, "role": "AUDIT", "starts_on": today + timedelta(days=1)}

    if meet:
        with pytest.raises(Invalid, match="不同的人"):
            post(staff=held.staff, **told, actor=ACTOR)
    else:
        assert post(staff=held.staff, **told, actor=ACTOR)


def test_nobody_grants_to_oneself():
    security = make_worker("SECADM", WUHAN)

    with pytest.raises(Invalid, match="自己"):
        post(staff=security, area=WUHAN, role="SECADM", starts_on=date(2026, 1, 1),
             actor=actor_of(security))  # fmt: skip


def test_nobody_grants_beyond_the_own_area():
    security = actor_of(make_worker("SECADM", HANYANG))
    make_area(JIANGTENG)
    make_area("420106001001")

    post(staff=make_staff(), area=JIANGTENG, role="SEC", starts_on=TODAY, actor=security)

    with pytest.raises(Invalid, match="授权范围"):
        post(staff=make_staff(), area="420106001001", role="SEC", starts_on=TODAY, actor=security)


def test_a_person_of_another_district_is_not_disabled_from_here():
    security = actor_of(make_worker("SECADM", HANYANG))
    elsewhere = make_posting(role="SEC", area="420106001001")

    with pytest.raises(Refused):
        disable(staff=elsewhere.staff, actor=security)
    with pytest.raises(Refused):
        end_posting(posting=elsewhere, on=TODAY, actor=security)


def test_who_is_posted_beyond_the_own_area_gets_no_password_from_here():
    security = actor_of(make_worker("SECADM", HANYANG))
    above = make_worker("SECADM", WUHAN)

    with pytest.raises(Refused):
        reset_password(staff=above, new="First-Word-26", actor=security)

    above.refresh_from_db()
    assert above.check_password(PASSWORD)


def test_nobody_ends_the_own_posting_and_shuts_out_everybody():
    posting = make_posting(role="SECADM", area=WUHAN)

    with pytest.raises(Invalid, match="自己"):
        end_posting(posting=posting, on=TODAY, actor=actor_of(posting.staff))


def test_nobody_disables_oneself():
    security = make_worker("SECADM", WUHAN)

    with pytest.raises(Invalid):
        disable(staff=security, actor=actor_of(security))


@pytest.mark.parametrize("role", ["GRID", "SEC", "SYSADM", "AUDIT"])
def test_only_the_security_administrator_hires(role):
    actor = actor_of(make_worker(role, JIANGTENG))

    with pytest.raises(Refused):
        hire(username="wangfang", name="王芳", password=PASSWORD, actor=actor)


def test_a_posting_cannot_end_before_it_began():
    posting = make_posting(starts_on=TODAY)

    end_posting(posting=posting, on=TODAY - timedelta(days=9), actor=ACTOR)

    posting.refresh_from_db()
    assert posting.ends_on == TODAY


def test_ending_a_posting_that_has_ended_does_not_lengthen_it():
    ended = TODAY - timedelta(days=9)
    posting = make_posting(starts_on=TODAY - timedelta(days=30), ends_on=ended)

    end_posting(posting=posting, on=TODAY, actor=ACTOR)

    posting.refresh_from_db()
    assert posting.ends_on == ended


def test_the_log_tells_which_posting_was_given_and_which_was_ended():
    person = make_staff("wangfang")
    make_area(GRID)
    posting = post(staff=person, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)
    end_posting(posting=posting, on=TODAY + timedelta(days=1), actor=ACTOR)

    given, ended = TrailEvent.objects.order_by("pk")
    assert given.detail == f"wangfang GRID {GRID} 2026-11-23"
    assert ended.detail == f"wangfang GRID {GRID} 2026-11-23/2026-11-24"


def test_a_last_day_before_the_first_is_told_in_a_sentence():
    make_area(JIANGTENG)

    with pytest.raises(Invalid, match="早于"):
        post(staff=make_staff(), area=JIANGTENG, role="GRID", starts_on=TODAY,
             ends_on=TODAY - timedelta(days=1), actor=ACTOR)  # fmt: skip


@pytest.mark.parametrize("broken", [
    {"role": "KING"}, {"line": "labour"}, {"role": "STREET_LINE"},
    {"ends_on": date(2020, 1, 1)},
])  # fmt: skip
def test_the_database_keeps_postings_in_order(broken):
    told = {"staff": make_staff(), "area": make_area(GRID), "role": "GRID", "granted_by": "x",
            "starts_on": TODAY}  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(**told | broken)


def test_the_same_posting_is_not_written_twice():
    posting = make_posting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(
            staff=posting.staff, area=posting.area, role="GRID", granted_by="x",
            starts_on=posting.starts_on,
        )  # fmt: skip


@pytest.mark.parametrize("username", ["Wang", "王芳", "a", "-ab", "a b", "x" * 41])
def test_an_account_name_is_plain(username):
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.create(username=username[:40] if len(username) < 41 else "A" * 40, name="x")


class TestPages:
    @pytest.fixture
    def security(self, client):
        client.force_login(make_worker("SECADM", WUHAN))
        return client

    def test_an_account_is_opened_and_must_change_its_password(self, security):
        answer = security.post(
            "/staff", {"username": "wangfang", "name": "王芳", "password": PASSWORD}
        )

        person = Staff.objects.get(username="wangfang")
        assert answer["Location"] == f"/staff/{person.pk}"
        assert person.must_change_password

    def test_a_password_is_what_was_typed_blanks_and_all(self, security):
        typed = f" {PASSWORD} "

        security.post("/staff", {"username": "wangfang", "name": "王芳", "password": typed})

        assert Staff.objects.get(username="wangfang").check_password(typed)

    @pytest.mark.parametrize(
        "told",
        [
            {"username": "wangfang", "name": "王芳", "password": "short"},
            {"username": "", "name": "王芳", "password": PASSWORD},
            {"username": "Wang Fang", "name": "王芳", "password": PASSWORD},
            {"username": "wangfang", "name": "", "password": PASSWORD},
        ],
    )
    def test_what_is_missing_is_told_and_kept(self, security, told):
        answer = security.post("/staff", told)

        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert told["password"] not in answer.content.decode()

    def test_a_posting_is_granted_and_ended(self, security):
        person = make_staff()
        make_area(JIANGTENG)
        told = {"role": "SEC", "area": JIANGTENG, "line": "", "starts_on": "2026-01-01",
                "ends_on": "", "deed": "grant"}  # fmt: skip

        security.post(f"/staff/{person.pk}", told)
        posting = Posting.objects.get(staff=person)
        security.post(f"/staff/postings/{posting.pk}/end")

        posting.refresh_from_db()
        assert posting.ends_on == timezone.localdate()

    def test_a_posting_of_a_day_to_come_is_withdrawn(self, security):
        posting = make_posting(starts_on=timezone.localdate() + timedelta(days=9))
        page = f"/staff/{posting.staff_id}"
        end = f"/staff/postings/{posting.pk}/end"

        offered = security.get(page).content.decode()
        security.post(end)
        after = security.get(page).content.decode()

        posting.refresh_from_db()
        assert end in offered
        assert posting.ends_on == posting.starts_on
        assert end not in after

    def test_a_bad_grant_is_told_beside_the_form(self, security):
        person = make_staff()

        answer = security.post(
            f"/staff/{person.pk}", {"role": "SEC", "area": WUHAN, "starts_on": "soon"}
        )

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "日期应写作" in page
        assert 'name="starts_on" type="date" required value="soon"' in page

    def test_an_account_is_disabled_and_enabled(self, security):
        person = make_staff()

        security.post(f"/staff/{person.pk}", {"deed": "disable"})
        disabled = Staff.objects.get(pk=person.pk).is_active
        security.post(f"/staff/{person.pk}", {"deed": "enable"})

        assert not disabled
        assert Staff.objects.get(pk=person.pk).is_active

    @pytest.mark.parametrize("path", ["/staff/999999", "/staff/postings/999999/end"])
    def test_what_is_not_there_is_a_404(self, security, path):
        ask = security.post if path.endswith("end") else security.get

        assert ask(path).status_code == 404

    def test_a_name_is_searched(self, security):
        make_staff("zhaomin")
        make_staff("lihua")

        shown = security.get("/staff", {"q": "zhao"}).content.decode()

        assert "zhaomin" in shown
        assert "lihua" not in shown

    def test_there_is_no_list_by_work_done(self, security):
        make_posting(role="SEC", area=OTHER_COMMUNITY)

        shown = security.get("/staff").content.decode()

        assert "order" not in shown
