from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actor import actor_of, actor_of_consumer
from communities.errors import Invalid, Refused
from communities.models import Consumer
from communities.selectors.consumers import consumer_with_key
from communities.services.consumers import grant_key, revoke_key
from tests.communities.make import (
    ACTOR,
    HANYANG,
    JIANGDI,
    JIANGTENG,
    WUHAN,
    make_area,
    make_key,
    make_worker,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
ELSEWHERE = "420106001000"
TOLD = {
    "name": "人社系统", "fields": ["name"], "areas": [JIANGDI], "purpose": "P08",
    "starts_on": TODAY,
}  # fmt: skip


def test_a_key_opens_and_is_kept_as_a_digest_only():
    key = make_key()

    consumer = consumer_with_key(key, today=TODAY)

    assert consumer is not None
    assert key.encode() not in bytes(consumer.key_hash)
    assert key.startswith("hub_" + consumer.key_prefix)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1],
        lambda key: key[:-1] + ("0" if key[-1] != "0" else "1"),
        lambda key: key.upper(),
        lambda key: "",
        lambda key: "hub__",
        lambda key: key + "_x",
        lambda key: "hub_密钥_x",
        lambda key: key.replace("hub", "bub"),
    ],
)
def test_a_wrong_key_opens_nothing(spoil):
    key = make_key()

    assert consumer_with_key(spoil(key), today=TODAY) is None


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (0, None, True),
        (1, None, False),
        (-9, 1, True),
        (-9, 0, False),
    ],
)
def test_a_key_holds_from_to(starts, ends, holds):
    key = make_key(
        starts_on=TODAY + timedelta(days=starts),
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
    )

    assert (consumer_with_key(key, today=TODAY) is not None) == holds


def test_a_revoked_key_opens_nothing():
    key = make_key()

    revoke_key(consumer=Consumer.objects.get(), actor=ACTOR)

    assert consumer_with_key(key, today=TODAY) is None


def test_a_key_closed_twice_was_closed_the_first_time():
    make_key()
    first = revoke_key(consumer=Consumer.objects.get(), actor=ACTOR).revoked_at

    again = revoke_key(consumer=Consumer.objects.get(), actor=ACTOR).revoked_at

    assert again == first


def test_a_key_acts_with_its_fields_areas_and_purpose():
    make_key(fields=("name", "mobile"), areas=(JIANGDI,))

    actor = actor_of_consumer(Consumer.objects.get())

    assert actor.consumer_fields == {"name", "mobile"}
    assert actor.consumer_areas == ("420105011",)
    assert actor.purpose == "P08"
    assert actor.is_consumer


@pytest.mark.parametrize(
    "broken",
    [
        {"fields": []},
        {"areas": []},
        {"fields": ["*"]},
        {"fields": ["name", "hf_smi"]},
        {"fields": ["gg_special"]},
        {"fields": ["gg_special_to"], "rights": ["observation_send"], "basis": "协议"},
        {"fields": ["name", "shoe_size"]},
        {"areas": ["420199999999"]},
        {"purpose": "P99"},
        {"name": ""},
        {"fields": ["name", "nmae"]},
        {"ends_on": date(2020, 1, 1)},
        {"rights": ["staff_manage"]},
        {"fields": ["name", "hf_signed"]},
        {"fields": ["gg_care"]},
        {"fields": ["ds_grade"], "basis": " "},
        {"speaks_for": "HUB", "rights": ["observation_send"]},
        {"speaks_for": "EMP", "rights": ["feed_read"]},
    ],
)
def test_a_key_names_what_it_may_and_nothing_that_never_leaves(broken):
    make_area(JIANGDI)

    with pytest.raises(Invalid):
        grant_key(**TOLD | broken, actor=ACTOR)


@pytest.mark.parametrize("role", ["GRID", "SEC", "SYSADM", "AUDIT"])
def test_only_the_security_administrator_makes_keys(role):
    with pytest.raises(Refused):
        grant_key(**TOLD, actor=actor_of(make_worker(role, JIANGTENG)))


def test_no_key_is_granted_or_closed_beyond_the_own_area():
    security = actor_of(make_worker("SECADM", HANYANG))
    make_key(areas=(JIANGDI, ELSEWHERE))

    with pytest.raises(Invalid, match="授权范围"):
        grant_key(**TOLD | {"areas": [JIANGDI, ELSEWHERE]}, actor=security)
    with pytest.raises(Refused):
        revoke_key(consumer=Consumer.objects.get(), actor=security)

    assert grant_key(**TOLD, actor=security).consumer.areas == [JIANGDI]


@pytest.mark.parametrize("broken", [
    {"fields": ["*"]}, {"areas": []}, {"ends_on": date(2020, 1, 1)},
])  # fmt: skip
def test_the_database_keeps_keys_named(broken):
    told = {"name": "x", "key_prefix": "p", "key_hash": b"x", "fields": ["name"], "rights": [],
            "areas": [JIANGDI], "purpose": "P08", "starts_on": TODAY, "made_by": "x"}  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        Consumer.objects.create(**told | broken)


class TestPage:
    FORM = {
        "name": "人社系统", "fields": "name，mobile emp_status", "areas": JIANGDI, "purpose": "P08",
        "starts_on": "2026-01-01", "ends_on": "", "may_send": "1",
    }  # fmt: skip

    @pytest.fixture
    def security(self, client):
        make_area(JIANGDI)
        client.force_login(make_worker("SECADM", WUHAN))
        return client

    def test_the_key_is_shown_once(self, security):
        made = security.post("/keys", self.FORM).content.decode()
        again = security.get("/keys").content.decode()

        consumer = Consumer.objects.get()
        assert f"hub_{consumer.key_prefix}_" in made
        assert f"hub_{consumer.key_prefix}_" not in again
        assert consumer.fields == ["emp_status", "mobile", "name"]
        assert "observation_send" in consumer.rights

    def test_fields_are_listed_and_may_be_named_in_chinese(self, security):
        page = security.get("/keys").content.decode()
        security.post("/keys", self.FORM | {"fields": "姓名、手机号码 sex"})

        assert "<code>mobile</code><span>手机号码</span>" in page
        assert "<code>hf_smi</code>" not in page
        assert Consumer.objects.get().fields == ["mobile", "name", "sex"]

    def test_a_key_may_speak_for_a_system(self, security):
        made = security.post("/keys", self.FORM | {"speaks_for": "EMP"}).content.decode()

        assert Consumer.objects.get().speaks_for == "EMP"
        assert "代表就业服务信息系统" in made

    def test_a_mistake_keeps_what_was_typed(self, security):
        answer = security.post("/keys", self.FORM | {"areas": "420199999999"})

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "emp_status" in page
        assert 'name="starts_on" type="date" required value="2026-01-01"' in page

    def test_a_key_of_a_day_to_come_is_withdrawn(self, security):
        security.post("/keys", self.FORM | {"starts_on": "2099-01-01"})
        revoke = f"/keys/{Consumer.objects.get().pk}/revoke"

        offered = security.get("/keys").content.decode()
        security.post(revoke)

        assert revoke in offered
        assert revoke not in security.get("/keys").content.decode()

    def test_a_key_is_revoked(self, security):
        security.post("/keys", self.FORM)
        consumer = Consumer.objects.get()

        security.post(f"/keys/{consumer.pk}/revoke")

        consumer.refresh_from_db()
        assert not consumer.holds_on(timezone.localdate())
        assert security.post("/keys/999999/revoke").status_code == 404
