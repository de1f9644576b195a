from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actor import actor_of
from communities.errors import Conflict, Invalid, Refused
from communities.models import Posting, Staff, TrailEvent
from communities.services.staff import disable, end_posting, hire, reset_password
from tests.communities.make import (
    ACTOR,
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


def test_nobody_disables_oneself():
    security = make_worker("SECADM", WUHAN)

    with pytest.raises(Invalid):
        disable(staff=security, actor=actor_of(security))


@pytest.mark.parametrize("role", ["GRID", "SEC", "SYSADM", "AUDIT"])
def test_only_the_security_administrator_hires(role):
    actor = actor_of(make_worker(role, JIANGTENG))

    with pytest.raises(Refused):
        hire(username="wangfang", name="王芳", password=PASSWORD, actor=actor)


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
