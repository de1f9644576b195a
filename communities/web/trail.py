"""The access log, for the auditor: the log and never the data."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from communities import trail as access_log
from communities.asking import day, whole_number
from communities.known_fields import known_fields
from communities.language import is_english
from communities.permissions import PURPOSES, Permission
from communities.selectors.areas import names_at
from communities.selectors.staff import names_of_accounts
from communities.selectors.trail import trail_events
from communities.web.pages import PageRequest, page

SHOWN = 50


@page("GET", needs=Permission.TRAIL_SEE)
def trail(request: PageRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("account", "purpose", "on")}
    on: date | None = day(asked["on"], "on") if asked["on"] else None
    before = request.GET.get("before", "")
    events = list(
        trail_events(account=asked["account"], purpose=asked["purpose"], on=on,
                     before=whole_number(before))[: SHOWN + 1]
    )  # fmt: skip
    access_log.note(request.actor, action="trail", purpose="P09", count=len(events[:SHOWN]))
    places = names_at(event.unit for event in events)
    names = names_of_accounts(event.account for event in events)
    shown = {
        "lines": [
            (event, places[event.unit], names.get(event.account, ""), labels_of(event.fields))
            for event in events[:SHOWN]
        ],
        "last": events[:SHOWN][-1:],
        "more": len(events) > SHOWN,
        "asked": asked,
        "all_purposes": PURPOSES,
    }
    return render(request, "communities/trail.html", shown)


def labels_of(fields: Iterable[str] | None) -> list[str]:
    """What fields are called in the reader's language; one that no app has brought by its name."""
    english, known = is_english(), known_fields()
    return [known[name][english] if name in known else name for name in fields or ()]
