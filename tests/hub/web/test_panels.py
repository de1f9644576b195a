import pytest

from communities.models import TrailEvent
from tests.communities.make import GRID, JIANGTENG, make_worker

pytestmark = pytest.mark.django_db


def reach(account: str, unit: str) -> TrailEvent:
    return TrailEvent(account=account, account_kind="staff", unit=unit, action="reach")


def test_what_is_reached_all_over_the_city_does_not_hide_what_the_own_workers_reached(client):
    worker = make_worker("GRID", GRID)
    elsewhere = [reach("elsewhere", "420106001001001") for _ in range(250)]
    TrailEvent.objects.bulk_create([reach(worker.username, GRID), *elsewhere])
    client.force_login(make_worker("SEC", JIANGTENG))

    page = client.get("/").content.decode()

    assert "网格外按号码查找" in page
    assert worker.name in page
    assert "elsewhere" not in page
