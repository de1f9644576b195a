"""Words of residents and their values for templates: `{% load hub %}`."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.dictionary import FIELDS
from hub.fields import COUNTER, DERIVED, IMPORT
from hub.reasons import sentence
from hub.selectors.codes import label_of
from hub.selectors.places import place_name
from hub.selectors.timeline import MARKS
from hub.services.matters.definition import shipped_matters

register = template.Library()

SHORT = {
    COUNTER: ("窗口登记", "Counter"), IMPORT: ("表格导入", "Sheet"), DERIVED: ("推算", "Computed"),
    "HUB": ("本系统", "Hub"), "PSB_HJ": ("公安户政", "Police"), "PSB_LDRK": ("居住证", "Permits"),
    "NR_BDC": ("不动产", "Real estate"), "HOUSING": ("住房保障", "Housing"),
    "EMP": ("就业", "Employment"), "SI": ("社保", "Social ins."), "HSA": ("医保", "Medical ins."),
    "MCA_SA": ("社会救助", "Aid"), "MCA_YL": ("养老服务", "Elder care"),
    "MCA_ET": ("儿童福利", "Child welfare"), "MCA_HY": ("婚姻殡葬", "Marriage"),
    "CDPF": ("残联", "Disability"), "NHC": ("卫健", "Health"), "EDU": ("教育", "School"),
    "VA": ("退役军人", "Veterans"), "ORG": ("党建", "Party"), "ZZ": ("综治网格", "Grid system"),
}  # fmt: skip


def english() -> bool:
    return (get_language() or "zh").startswith("en")


@register.filter
def label(thing: object) -> str:
    """The label of a field or a category in the reader's language."""
    spelled = getattr(thing, "label_en", None)
    return str(spelled if english() and spelled else getattr(thing, "label", None) or thing)


@register.filter
def field_label(name: str) -> str:
    return label(FIELDS[name]) if name in FIELDS else name


@register.filter
def source_name(code: str) -> str:
    """Who says a value: an outside system, a person at work, a sheet, or the hub's own sum."""
    own = {COUNTER: _("窗口或上门登记"), IMPORT: _("表格导入"), DERIVED: _("系统推算")}
    return own.get(code) or label_of("external_system", code)


@register.filter
def source_short(code: str) -> str:
    """A source in a few characters, for the line under a value."""
    zh, en = SHORT.get(code, (source_name(code),) * 2)
    return en if english() else zh


@register.filter
def day(moment: object) -> str:
    """The local day of a moment told as text by PostgreSQL, or of a date."""
    if not moment:
        return ""
    if isinstance(moment, str):
        if len(moment) <= len("2026-10-31"):
            return moment
        moment = datetime.fromisoformat(moment)
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date().isoformat()
    return moment.isoformat() if isinstance(moment, date) else str(moment)


@register.filter
def code_label(code: object, code_list: str) -> str:
    return label_of(code_list, code)


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
    """202607 as an input of type month wants it."""
    return f"{month[:4]}-{month[4:]}" if month and "-" not in month else month or ""


@register.filter
def asked_text(given: dict, ask: object) -> str:
    """What was answered to one asked item, months as a range."""
    name = ask.name  # type: ignore[attr-defined]  # the template hands an Ask
    if ask.kind == "months":  # type: ignore[attr-defined]  # the template hands an Ask
        months = [month_input(given.get(f"{name}_{end}", "")) for end in ("from", "to")]
        return (
            _("%(first)s至%(last)s") % {"first": months[0], "last": months[1]}
            if all(months)
            else ""
        )
    return str(given.get(name, ""))


@register.filter
def ask_label(name: str, matter: object) -> str:
    """The label of an answer's name: `claim_from` is the first month of `claim`."""
    for ask in matter.asks:  # type: ignore[attr-defined]  # a Matter
        if name == ask.name:
            return str(ask.label)
        if name in (f"{ask.name}_from", f"{ask.name}_to"):
            end = _("起") if name.endswith("_from") else _("止")
            return f"{ask.label} {end}"
    return name


@register.filter
def area_name(code: str) -> str:
    """The short name of an area; its code where nobody knows it."""
    return place_name(code) if code else ""
