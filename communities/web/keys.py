"""Keys of downstream systems, for the security administrator."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities.asking import day
from communities.errors import HubError, NotFound
from communities.known_fields import known_fields, names_of
from communities.language import is_english
from communities.models import Consumer
from communities.permissions import PURPOSES, Permission
from communities.selectors.consumers import consumers
from communities.services.consumers import NEVER, READS, grant_key, revoke_key
from communities.voices import voices
from communities.web.pages import PageRequest, page


@page("GET", "POST", needs=Permission.KEYS_MANAGE)
def keys(request: PageRequest) -> HttpResponse:
    if request.method == "GET":
        return _list(request)
    try:
        made = _grant(request)
    except HubError as error:
        return _list(request, error=error, status=error.status)
    return _list(request, made=made)


@page("POST", needs=Permission.KEYS_MANAGE)
def revoke(request: PageRequest, number: int) -> HttpResponse:
    consumer = Consumer.objects.filter(pk=number).first()
    if consumer is None:
        raise NotFound("没有这个密钥。", "There is no such key.")
    revoke_key(consumer=consumer, actor=request.actor)
    return HttpResponseRedirect(reverse("communities:keys"))


def _grant(request: PageRequest) -> object:
    told = request.POST
    rights = [*READS, Permission.OBSERVATION_SEND] if told.get("may_send") else READS
    return grant_key(
        name=told.get("name", "").strip(), contact=told.get("contact", "").strip(),
        basis=told.get("basis", "").strip(), fields=names_of(words(told.get("fields", ""))),
        areas=words(told.get("areas", "")), purpose=told.get("purpose", ""), rights=rights,
        starts_on=day(told.get("starts_on", ""), "starts_on"),
        ends_on=day(told["ends_on"], "ends_on") if told.get("ends_on") else None,
        speaks_for=told.get("speaks_for", ""), actor=request.actor,
    )  # fmt: skip


def _list(request: PageRequest, status: int = 200, **more: object) -> HttpResponse:
    today = timezone.localdate()
    rows = [(one, one.holds_on(today), one.is_over_on(today)) for one in consumers()]
    told = request.POST if more.get("error") else {}
    shown = {
        "rows": rows, "today": today, "told": told, "purpose_codes": list(PURPOSES),
        "voice_codes": list(voices()), "fields": fields_to_grant(), **more,
    }  # fmt: skip
    return render(request, "communities/keys.html", shown, status=status)


def fields_to_grant() -> list[tuple[str, str]]:
    """Names and labels, in the dictionary's order, without those that never leave."""
    english = is_english()
    told = known_fields().items()
    return [(name, label[english]) for name, label in told if name not in NEVER]


def words(text: str) -> list[str]:
    """Names parted by commas, spaces or lines, Chinese commas too."""
    for sign in "，、；;,\r\n\t":
        text = text.replace(sign, " ")
    return text.split()
