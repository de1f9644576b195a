"""Words of the frame for templates: `{% load communities %}`."""

from django import template
from django.template import RequestContext
from django.template.loader import get_template
from django.utils.translation import gettext as _

from communities.language import is_english
from communities.permissions import LINE_LABELS, PURPOSES, ROLE_LABELS
from communities.selectors.staff import names_of_accounts
from communities.voices import voices
from communities.web.frame import named
from communities.web.words import ACTIONS

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: RequestContext, name: str, told: dict[str, object]) -> str:
    """One panel of the first page, with its own context and the request's."""
    return get_template(name).render(dict(told), context.get("request"))


@register.inclusion_tag("communities/part_empty.html")
def empty(title: str, text: str = "") -> dict[str, str]:
    """The calm page part for "nothing here"."""
    return {"title": title, "text": text}


@register.filter
def role_name(code: str) -> str:
    return named(code, ROLE_LABELS).label


@register.filter
def role_names(codes: str) -> str:
    """The roles of an access row, which keeps them as codes parted by commas."""
    between = ", " if is_english() else "、"
    return between.join(role_name(code) for code in codes.split(",") if code)


@register.filter
def worker_name(account: str) -> str:
    """Who did it; a command that acted by itself is told as one, never as somebody's name."""
    if not account:
        return ""
    name = names_of_accounts([account]).get(account)
    return name or _("系统命令 %(name)s") % {"name": account}


@register.filter
def line_name(code: str) -> str:
    return named(code, LINE_LABELS).label if code else ""


@register.filter
def purpose_name(code: str) -> str:
    return named(code, PURPOSES).label if code else ""


@register.filter
def voice_name(code: str) -> str:
    return named(code, dict(voices())).label if code else ""


@register.filter
def action_name(action: str) -> object:
    return ACTIONS.get(action, action)
