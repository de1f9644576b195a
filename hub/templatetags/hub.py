"""Words of residents and their values for templates: `{% load hub %}`."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from communities.language import is_english
from hub.dictionary import FIELDS
from hub.reasons import sentence
from hub.selectors.places import place_name
from hub.selectors.shown import Value
from hub.selectors.timeline import MARKS
from hub.services.matters.definition import shipped_matters
from hub.web import source_words
from hub.web.value_html import (
    Setting,
    doubts_html,
    just_corrected,
    setting,
    told_html,
    values_html,
)

register = template.Library()


register.filter("source_name", source_words.source_name)
register.filter("source_short", source_words.source_short)
register.filter("day", source_words.day)
register.simple_tag(doubts_html, name="doubts")


@register.simple_tag(takes_context=True)
def values(context: Context, shown: Iterable[Value]) -> SafeString:
    """Values with their voices, masks and buttons, as the profile page lists them."""
    return values_html(shown, setting_in(context))


@register.simple_tag(takes_context=True)
def corrected(context: Context, value: Value) -> SafeString:
    """A value as it is held after its form was saved."""
    here = setting_in(context)
    return told_html(value, here, just_corrected(here))


def setting_in(context: Context) -> Setting:
    return setting(
        address=reverse("hub:resident", args=[context["profile"].resident_id]),
        purpose=context["purpose"],
        corrects=bool(context.get("corrects")),
    )


@register.filter
def label(thing: object) -> str:
    """The label of a field or a category in the reader's language."""
    spelled = getattr(thing, "label_en", None)
    return str(spelled if is_english() and spelled else getattr(thing, "label", None) or thing)


@register.filter
def field_label(name: str) -> str:
    return label(FIELDS[name]) if name in FIELDS else name


@register.filter
def reason_sentence(reason: str) -> str:
    return sentence(reason)


@register.filter
def get_item(mapping: dict, key: str) -> object:
    """A value of a dictionary by a name the template works out."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def matter_name(code: str) -> str:
    """A matter's label for its code; any other text as it is."""
    matter = shipped_matters().get(code)
    return str(matter.label) if matter else code


@register.filter
def case_mark(state: str) -> str:
    return MARKS.get(state, "wait")


@register.filter
def month_input(month: str) -> str:
    """202607 as an input of type month wants it; what else was typed stays as it is."""
    packed = len(month or "") == 6 and month.isdigit()
    return f"{month[:4]}-{month[4:]}" if packed else month or ""


@register.filter
def asked_text(given: dict, ask: object) -> str:
    """What was answered to one asked item: months as a range, an amount with its unit."""
    name = ask.name  # type: ignore[attr-defined]  # the template hands an Ask
    if ask.kind == "months":  # type: ignore[attr-defined]  # the template hands an Ask
        months = [month_input(given.get(f"{name}_{end}", "")) for end in ("from", "to")]
        return (
            _("%(first)s至%(last)s") % {"first": months[0], "last": months[1]}
            if all(months)
            else ""
        )
    told = str(given.get(name, ""))
    is_amount = ask.kind == "amount"  # type: ignore[attr-defined]  # the template hands an Ask
    return _("%(amount)s 元") % {"amount": told} if told and is_amount else told


@register.filter
def area_name(code: str) -> str:
    """The short name of an area; its code where nobody knows it."""
    return place_name(code) if code else ""
