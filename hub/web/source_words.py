"""Sources and days in a few characters, for the line under a value."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.language import is_english
from hub.fields import COUNTER, DERIVED, IMPORT
from hub.selectors.codes import label_of

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
DAY = len("2026-10-31")


def source_name(code: str) -> str:
    """Who says a value: an outside system, a person at work, a sheet, or the hub's own sum."""
    own = {COUNTER: _("窗口或上门登记"), IMPORT: _("表格导入"), DERIVED: _("系统推算")}
    return own.get(code) or label_of("external_system", code)


def source_short(code: str) -> str:
    short = SHORT.get(code)
    if short is None:
        return source_name(code)
    return short[1] if is_english() else short[0]


def day(moment: object) -> str:
    """The local day of a moment told as text by PostgreSQL, or of a date."""
    if not moment:
        return ""
    if isinstance(moment, str):
        if len(moment) <= DAY:
            return moment
        moment = datetime.fromisoformat(moment)
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date().isoformat()
    return moment.isoformat() if isinstance(moment, date) else str(moment)
