"""Words and numbers of report pages."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from communities.language import is_english
from reports.catalogue import Indicator
from reports.renderers.meaning import meaning

register = template.Library()

TAGS = {"open": "tag", "draft": "tag tag-stop", "checked": "tag tag-wait", "locked": "tag tag-ok",
        "superseded": "tag"}  # fmt: skip


@register.filter
def state_tag(state: str) -> str:
    return TAGS.get(state, "tag")


@register.filter
def state_words(state: str) -> str:
    return {
        "open": _("待生成"), "draft": _("有待核实"), "checked": _("待确认"), "locked": _("已锁定"),
        "superseded": _("已被更正"),
    }.get(state, state)  # fmt: skip


@register.filter
def figure(value: object) -> str:
    """A number with its thousands; nothing where the row has no such column."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"


@register.filter
def signed(value: object) -> str:
    """A difference with its sign."""
    shown = figure(value)
    return f"+{shown}" if isinstance(value, int | Decimal) and value > 0 else shown


@register.filter
def column_words(name: str) -> str:
    return {
        "total": _("合计"), "male": _("男"), "female": _("女"), "month": _("本月"),
        "ytd": _("本年累计"),
    }.get(name, name)  # fmt: skip


@register.filter
def in_meaning(indicator: Indicator) -> str:
    """What the figure counts."""
    return meaning(indicator.expr)


@register.filter
def in_words(thing: object) -> str:
    """The label or title in the reader's language."""
    english = is_english()
    for zh, en in (("label", "label_en"), ("title", "title_en")):
        if hasattr(thing, zh):
            return getattr(thing, en if english and hasattr(thing, en) else zh)
    return str(thing)
