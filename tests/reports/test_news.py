"""What is news of a draft: whatever it counts, wherever that has happened."""

import pytest
from django.db import transaction

from reports.models import Submission
from reports.selectors.news import has_news
from tests.reports.make import (
    BRIDGE,
    NOON,
    OCTOBER,
    RIVER,
    made,
    make_areas,
    make_happening,
    make_retiree,
    open_books,
    run_sql,
    until_seen,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def retiree():
    """Managed in River; October of both communities is a draft."""
    with transaction.atomic():
        make_areas()
        person = make_retiree(RIVER)
    until_seen()
    open_books("R03")
    made(OCTOBER, "R03", now=NOON)
    return person


def units_with_news():
    drafts = Submission.objects.filter(report="R03", period=OCTOBER.name).select_related(
        "sheet__run"
    )
    return {one.unit for one in drafts if has_news(one)}


@transaction.atomic
def certified(person, on):
    ((xid,),) = run_sql("select pg_current_xact_id()::text::bigint")
    make_happening(person, BRIDGE, "benefit", "cert", on=on, xid=xid)


def test_a_certificate_is_news_where_the_retiree_is_managed(retiree):
    nothing = units_with_news()

    certified(retiree, "2026-10-12")

    assert nothing == set()
    assert RIVER in units_with_news()


def test_what_happens_after_the_cut_off_is_no_news(retiree):
    certified(retiree, "2026-10-29")

    assert units_with_news() == set()
