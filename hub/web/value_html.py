"""The values of a card as HTML: a page has a hundred, and a template part for each is too slow."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hub.selectors.shown import Value
from hub.selectors.value_text import named
from hub.web.source_words import day, source_short

NOTHING = SafeString("")
LIVING_ADDRESS = frozenset({"residence_address", "std_address"})


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the values stand: the person's address, the purpose, whether the reader corrects."""

    address: str
    purpose: str
    corrects: bool
    show: str
    mend: str
    owner: str
    owner_title: str
    confirmed: str


def setting(*, address: str, purpose: str, corrects: bool) -> Setting:
    return Setting(
        address=address,
        purpose=purpose,
        corrects=corrects,
        show=_("显示"),
        mend=_("更正"),
        owner=_("归口"),
        owner_title=_("由归口系统提供"),
        confirmed=_("已核实"),
    )


def values_html(values: Iterable[Value], here: Setting) -> SafeString:
    return format_html_join("", "{}", ((value_html(value, here),) for value in values))


def value_html(value: Value, here: Setting) -> SafeString:
    return format_html("<div><dt>{}</dt>{}</div>", named(value.declared), told_html(value, here))


def told_html(value: Value, here: Setting, done: SafeString = NOTHING) -> SafeString:
    """The value beside its label; `done` says what has just become of it."""
    return format_html(
        '<dd id="v-{}"><span id="shown-{}"{}>{}</span>{}{}'
        '<span class="source">{}{}{}</span>{}{}</dd>',
        value.name,
        value.name,
        SafeString(' class="mask"') if value.masked else NOTHING,
        value.text or "—",
        unmask_button(value, here) if value.can_unmask else NOTHING,
        pen(value, here, named(value.declared)),
        source_short(value.voice.source),
        "" if value.computed else f" {day(value.voice.at or value.voice.got)}",
        voice_marks(value, here),
        marks(value),
        done,
    )


def unmask_button(value: Value, here: Setting) -> SafeString:
    return format_html(
        ' <button class="link small" type="button" hx-post="{}/{}/full"'
        ' hx-target="#shown-{}" hx-vals=\'{{"purpose":"{}"}}\'>{}</button>',
        here.address, value.name, value.name, here.purpose, here.show,
    )  # fmt: skip


def pen(value: Value, here: Setting, label: str) -> SafeString:
    """What leads to the form for this value; an address is put right by moving house."""
    if here.corrects and value.name in LIVING_ADDRESS:
        return format_html(
            ' <a class="pen" title="{}" aria-label="{} {}" href="{}/home">✎</a>',
            here.mend, here.mend, label, here.address,
        )  # fmt: skip
    if not here.corrects or value.computed or not value.declared.is_correctable:
        return NOTHING
    where = f"{here.address}/{value.name}/correct"
    return format_html(
        ' <a class="pen" title="{}" aria-label="{} {}" href="{}" hx-get="{}" hx-target="#v-{}"'
        ' hx-swap="outerHTML">✎</a>',
        here.mend, here.mend, label, where, where, value.name,
    )  # fmt: skip


def voice_marks(value: Value, here: Setting) -> SafeString:
    owner = confirmed = NOTHING
    if value.by_owner:
        owner = format_html(
            ' <span class="owner" title="{}">{}</span>', here.owner_title, here.owner
        )
    if value.voice.confirmed_at:
        confirmed = format_html(" {}", here.confirmed)
    return owner + confirmed


def marks(value: Value) -> SafeString:
    """Pending request, past its check date, another source's word; most values have none."""
    if not (value.request or value.old or value.dissents):
        return NOTHING
    told = []
    if value.request:
        owner = source_short(value.request["owner"])
        told.append(("info", _("已请%(owner)s更正，待确认") % {"owner": owner}))
    if value.old:
        told.append(("wait", _("超过核实期限")))
    for doubt in value.dissents:
        told.append(("wait", f"{source_short(doubt['source'])} {doubt['text'] or '—'}"))
    return format_html_join("", '<span class="tag tag-{}">{}</span>', told)


def just_corrected(here: Setting) -> SafeString:
    """The focus, which was in the form, goes on to what else follows from the new value."""
    return format_html(
        ' <span class="tag tag-ok" role="status">{}</span>'
        ' <a class="small" autofocus href="{}">{}</a>',
        _("已更正"), here.address, _("刷新查看"),
    )  # fmt: skip


def doubts_html(values: Iterable[Value]) -> SafeString:
    """How many of the values wait for a check, for the heading they may be folded under."""
    many = sum(1 for value in values if value.old or value.dissents)
    if not many:
        return NOTHING
    return format_html(
        ' <span class="tag tag-wait">{}</span>', _("待核 %(many)s 项") % {"many": many}
    )
