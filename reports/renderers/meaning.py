"""What a formula counts, in a sentence for whoever asks what a figure means."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from hub.dictionary import FIELDS
from hub.selectors.codes import label_of
from hub.selectors.value_text import named
from reports.engine.causes import CAUSES
from reports.language import nodes

SETS = {"REG": lazy("户籍人口"), "RES": lazy("居住人口"), "RET": lazy("管理的企业退休人员")}
BESIDE = {  # what a condition may name beside the fields of the dictionary
    "reason": lazy("注销原因"), "cause": lazy("原因"), "age_days": lazy("出生天数"),
}  # fmt: skip
WORDS: dict[str, Any] = {"home": lazy("本地"), "next": lazy("下一年度")}
PARTS = {"": "", "province": lazy("的省份"), "city": lazy("的城市")}
TIMINGS = {"on_time": lazy("只计按时的，补报和更正另列"), "off_time": lazy("只计补报、更正和合并")}
COUNTED = {"": lazy("事件数"), "household": lazy("涉及的户数"), "persons": lazy("涉及的人数"),
           "amount": lazy("金额合计")}  # fmt: skip
MEASURES = {"count": lazy("次数"), "persons": lazy("人数"), "amount": lazy("金额")}
COMPARED = {
    "=": lazy("%(field)s为“%(value)s”"), "!=": lazy("%(field)s不是“%(value)s”"),
    "<": lazy("%(field)s小于 %(value)s"), "<=": lazy("%(field)s不超过 %(value)s"),
    ">": lazy("%(field)s大于 %(value)s"), ">=": lazy("%(field)s不少于 %(value)s"),
}  # fmt: skip
SIGNS = {"+": lazy("加"), "-": lazy("减"), "*": lazy("乘以"), "/": lazy("除以")}


def meaning(expr: nodes.Expr) -> str:
    """One sentence in the reader's language."""
    return MEANINGS[type(expr)](expr)


def stock(it: nodes.Stock) -> str:
    told = {"set": SETS[it.member_set], "conditions": all_of(it.conditions)}
    if not it.conditions:
        return _("截止日的%(set)s") % told
    return _("截止日的%(set)s中，%(conditions)s的人") % told


def flow(it: nodes.Flow) -> str:
    kind = CAUSES.get(it.kind, it.kind)
    told = [_("本期计入的“%(kind)s”：%(counted)s")
            % {"kind": kind, "counted": COUNTED[it.counted]}]  # fmt: skip
    if it.member_set:
        told.append(_("当天属于%(set)s") % {"set": SETS[it.member_set]})
    if it.conditions:
        told.append(all_of(it.conditions))
    if it.timing:
        told.append(str(TIMINGS[it.timing]))
    return _("；").join(told)


def steps(it: nodes.Steps) -> str:
    into = _("本期进入“%(set)s”的人次") if it.sign > 0 else _("本期离开“%(set)s”的人次")
    told = into % {"set": SETS[it.member_set]}
    return _("；").join([told, all_of(it.conditions)]) if it.conditions else told


def net(it: nodes.Net) -> str:
    told = _("%(set)s本期增加减去减少") % {"set": SETS[it.member_set]}
    return _("；").join([told, str(TIMINGS[it.timing])]) if it.timing else told


def service(it: nodes.Service) -> str:
    return _("本期“%(item)s”服务记录的%(measure)s") % {
        "item": label_of("retiree_service_item", it.item), "measure": MEASURES[it.measure],
    }  # fmt: skip


def households(it: nodes.Households) -> str:
    return _("截止日%(conditions)s的家庭户") % {"conditions": all_of(it.conditions)}


def dwellings(it: nodes.Dwellings) -> str:
    return _("截止日%(conditions)s的住房") % {"conditions": all_of(it.conditions)}


def total(it: nodes.Sum) -> str:
    return _("“%(field)s”合计：%(over)s") % {"field": field(it.field), "over": meaning(it.over)}


def previous(it: nodes.Previous) -> str:
    return _("上一期第 %(row)s 行的数字") % {"row": it.row}


def number(it: nodes.Number) -> str:
    return it.text


def row(it: nodes.Ref) -> str:
    return _("第 %(row)s 行") % {"row": it.row}


def binary(it: nodes.Binary) -> str:
    return f"{part(it.left)} {SIGNS[it.op]} {part(it.right)}"


def part(expr: nodes.Expr) -> str:
    """A sentence of several parts stands in brackets among others."""
    told = meaning(expr)
    return _("（%(told)s）") % {"told": told} if _("；") in told else told


def blank(it: nodes.Blank) -> str:
    return _("%(expr)s；%(left)s为 %(right)s 时留空") % {
        "expr": meaning(it.expr), "left": meaning(it.when.left), "right": meaning(it.when.right),
    }  # fmt: skip


MEANINGS: Mapping[type, Callable[[Any], str]] = {
    nodes.Stock: stock, nodes.Flow: flow, nodes.Steps: steps, nodes.Net: net,
    nodes.Service: service, nodes.Households: households, nodes.Dwellings: dwellings,
    nodes.Sum: total, nodes.Previous: previous, nodes.Number: number, nodes.Ref: row,
    nodes.Binary: binary, nodes.Blank: blank,
}  # fmt: skip


def all_of(conditions: Iterable[nodes.Condition]) -> str:
    return _("，且").join(condition(one) for one in conditions)


def condition(it: nodes.Condition) -> str:
    return CONDITIONS[type(it)](it)


def compared(it: nodes.Compare) -> str:
    told = f"{field(it.field)}{PARTS[it.part]}"
    return COMPARED[it.op] % {"field": told, "value": value(it.field, it.value)}


def between(it: nodes.Range) -> str:
    return _("%(field)s在 %(low)s 至 %(high)s 之间") % {
        "field": field(it.field), "low": it.low, "high": it.high,
    }  # fmt: skip


def among(it: nodes.Among) -> str:
    values = _("”或“").join(value(it.field, one) for one in it.values)
    said = COMPARED["!=" if it.negated else "="]
    return said % {"field": field(it.field), "value": values}


def is_set(it: nodes.IsSet) -> str:
    return _("有“%(field)s”") % {"field": field(it.field)}


def in_month(it: nodes.InMonth) -> str:
    return _("%(field)s在本期") % {"field": field(it.field)}


def within(it: nodes.Within) -> str:
    return _("%(field)s在截止日后 %(months)s 个月内") % {
        "field": field(it.field), "months": it.months,
    }  # fmt: skip


def birthday(it: nodes.Birthday) -> str:
    return _("本期满 %(years)s 周岁") % {"years": it.years}


def none_of(it: nodes.Not) -> str:
    return _("不属于（%(conditions)s）") % {"conditions": all_of(it.conditions)}


def any_member(it: nodes.AnyMember) -> str:
    return _("有成员%(condition)s") % {"condition": condition(it.condition)}


def any_of(it: nodes.AnyOf) -> str:
    return _("有成员属于%(set)s") % {"set": SETS[it.member_set]}


def subject(it: nodes.Subject) -> str:
    return _("事由为“%(name)s”") % {"name": it.name}


CONDITIONS: Mapping[type, Callable[[Any], str]] = {
    nodes.Compare: compared, nodes.Range: between, nodes.Among: among, nodes.IsSet: is_set,
    nodes.InMonth: in_month, nodes.Within: within, nodes.Birthday: birthday, nodes.Not: none_of,
    nodes.AnyMember: any_member, nodes.AnyOf: any_of, nodes.Subject: subject,
}  # fmt: skip


def field(name: str) -> str:
    declared = FIELDS.get(name)
    return named(declared) if declared else str(BESIDE.get(name, name))


def value(name: str, told: nodes.Value) -> str:
    if isinstance(told, nodes.Word):
        return str({**CAUSES, **WORDS}.get(told.name, told.name))
    if name == "reason":
        return label_of("hukou_cancel_reason", told)
    declared = FIELDS.get(name)
    return label_of(declared.code_list, told) if declared and declared.code_list else told
