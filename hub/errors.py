"""What can go wrong with residents, their values and their matters."""

from communities.errors import Conflict, HubError, Invalid, NotFound


class RuleUnreadable(HubError):
    """A rule in a matter's file is not written in the report language."""

    code = "rule_unreadable"
    status = 500

    def __init__(self, rule: str):
        super().__init__(f"事项规则写法有误：{rule}", f"This rule cannot be read: {rule}")


class MatterUnknown(NotFound):
    code = "matter_unknown"

    def __init__(self):
        super().__init__("没有这个事项。", "There is no such matter.")


class AlreadyFiled(Conflict):
    """Another counter has sent the same matter for the same person and it is not decided yet."""

    code = "already_filed"

    def __init__(self):
        super().__init__(
            "此人的这一事项已经由另一个窗口提交，正在办理，不用再提交。",
            "Another counter has filed this matter for this person; it is being dealt with.",
        )


class CaseClosed(Conflict):
    code = "case_closed"

    def __init__(self):
        super().__init__(
            "这份草稿已关闭（当日未提交或已提交），请重新受理。",
            "This draft is closed: it was submitted, or was not on the day it was opened.",
        )


class AnswersWanting(Invalid):
    """Asked items are missing or wrong; `fields` names each with its sentence."""

    code = "answers_wanting"

    def __init__(self, fields: dict[str, str]):
        super().__init__(
            "还有必填内容未填或填写有误。", "Some asked items are missing or wrong.", fields=fields
        )


class NotEligible(Invalid):
    code = "not_eligible"

    def __init__(self, reasons: list[str]):
        super().__init__(
            "不符合办理条件：" + "".join(reasons), "The person does not meet the conditions."
        )


class UrbanRuralUnreadable(Invalid):
    code = "urban_rural_unreadable"

    def __init__(self, line: int):
        super().__init__(
            f"城乡分类表第 {line} 行有误：应为 12 位社区代码和城乡分类代码。没有载入任何内容。",
            f"Line {line} of the urban-rural table names no community or class; nothing loaded.",
        )


class SearchTooShort(Invalid):
    """What was typed cannot be looked for; the sentence says what to type instead."""

    code = "search_too_short"


class NumberWrong(SearchTooShort):
    """The ID number cannot be right."""

    code = "id_number_wrong"

    def __init__(self):
        super().__init__(
            "身份证号校验不通过，请核对是否少输或错输了数字。",
            "The ID number fails its check: please look for a wrong or missing digit.",
            fields={"id_number": "wrong"},
        )


class IdentityTaken(Conflict):
    """A row gives one person the number of another live record."""

    code = "identity_taken"

    def __init__(self):
        super().__init__(
            "证件号码已属于另一位居民，这批内容没有写入；请先核对两条记录。",
            "The ID number is another resident's; nothing was written. Compare the two records.",
            fields={"id_number": "taken"},
        )


class AnotherPerson(Invalid):
    """The number looked up is somebody else's than the row's."""

    code = "id_other_person"


class NobodyHere(NotFound):
    """Nobody, or nobody whom this reader may see: one answer for both."""

    code = "nobody_here"

    def __init__(self):
        super().__init__(
            "没有找到，或此人不在您可以办理的范围内。",
            "Nobody was found, or not within your reach.",
        )


class NotCorrectedHere(NotFound):
    """A field that is no field, is computed, or is none of the reader's to correct."""

    code = "not_corrected_here"

    def __init__(self):
        super().__init__("这一项不能在这里更正。", "This cannot be corrected here.")


class CursorForeign(Invalid):
    code = "cursor_unknown"

    def __init__(self):
        super().__init__(
            "游标无法识别，请从头读取。",
            "The cursor is not one of ours; start again.",
            fields={"cursor": "unknown"},
        )


class CursorExpired(HubError):
    """The history or the grant behind a cursor has changed: the reader has to start anew."""

    code = "cursor_expired"
    status = 410

    def __init__(self):
        super().__init__(
            "游标已失效（数据库恢复过或授权范围已变），请重新全量读取。",
            "The cursor is no longer valid: a restore or a changed grant; read everything again.",
        )


class MembershipWithoutEvent(HubError):
    """A fault of ours: a membership would have changed without its event."""

    code = "membership_without_event"
    status = 500

    def __init__(self, subject: int):
        super().__init__(
            "人口增减与事件不一致，本次写入已撤销，请联系管理员。",
            f"Membership of row {subject} is not the sum of its events; nothing was written.",
        )
