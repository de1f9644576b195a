"""What can go wrong with a report, each with the sentence a person reads."""

from communities.errors import Conflict, Invalid, NotFound


class FormulaWrong(Invalid):
    """An indicator or a check that the report language cannot read."""

    code = "formula_wrong"

    def __init__(self, text: str, at: int, why: str):
        super().__init__(
            f"指标公式“{text}”在第 {at + 1} 个字符处无法识别：{why}。",
            f'The formula "{text}" cannot be read at character {at + 1}: {why}.',
        )


class FieldUnknown(Invalid):
    """A formula names something the dictionary does not hold."""

    code = "formula_field_unknown"

    def __init__(self, name: str):
        super().__init__(
            f"公式中的“{name}”不在数据字典里。", f'"{name}" is not in the data dictionary.'
        )


class DefinitionWrong(Invalid):
    """A report definition that contradicts itself or the catalogue."""

    code = "report_definition_wrong"


class MadeElsewhere(Conflict):
    code = "report_made_elsewhere"

    def __init__(self) -> None:
        super().__init__("这次生成已由另一个进程接手。", "Another worker makes this run now.")


class NoSuchReport(NotFound):
    code = "report_not_found"

    def __init__(self, code: str):
        super().__init__(f"没有代码为 {code} 的报表。", f"There is no report {code}.")


class NoSuchColumn(NotFound):
    code = "report_column_unknown"

    def __init__(self, report: str) -> None:
        super().__init__(f"{report} 没有这一列。", f"{report} has no such column.")


class FileKindUnknown(Invalid):
    """A report asked for as a file of a kind that nobody writes."""

    code = "report_file_kind_unknown"

    def __init__(self, name: str):
        super().__init__(
            f"报表只能写成 .xlsx 或 .csv 文件，写不成“{name}”。",
            f'A report is written as .xlsx or .csv, not as "{name}".',
        )


class PeriodWrong(Invalid):
    code = "report_period_wrong"

    def __init__(self, text: str):
        super().__init__(
            f"期间“{text}”无法识别，请写成 2026-10 的形式。",
            f'The period "{text}" cannot be read; write it as 2026-10.',
        )


class PeriodNotBegun(Invalid):
    """Nobody can say what stands at the end of a month that lies ahead."""

    code = "report_period_not_begun"

    def __init__(self, period: str):
        super().__init__(
            f"期间 {period} 还没有开始，不能生成报表。",
            f"The period {period} has not begun; no report can be made of it.",
        )


class PeriodBeforeBooks(Invalid):
    code = "report_period_before_books"

    def __init__(self, period: str):
        super().__init__(
            f"期间 {period} 早于期初建账，没有可以生成的报表。",
            f"The books open after {period}; there is no report of it.",
        )


class PeriodNotOver(Conflict):
    """Confirming a draft of a period whose facts can still come on time."""

    code = "report_period_not_over"

    def __init__(self, period: str):
        super().__init__(
            f"{period} 还没有到截止日，草稿可以看，不能确认。",
            f"The cut-off of {period} has not passed; the draft cannot be confirmed yet.",
        )


class NoUnits(NotFound):
    code = "report_area_empty"

    def __init__(self, area: str):
        super().__init__(
            f"区划 {area} 下没有社区，无法生成报表。", f"There is no community under area {area}."
        )


class NotMadeYet(NotFound):
    code = "report_not_made"

    def __init__(self) -> None:
        super().__init__("这一期报表还没有生成。", "This report has not been made yet.")


class ChecksFailed(Conflict):
    """Confirming a report that does not balance."""

    code = "report_checks_failed"

    def __init__(self) -> None:
        super().__init__(
            "报表还有未通过的校核，请先处理所列的记录。",
            "Some checks fail; settle the listed records first.",
        )


class EarlierNotLocked(Conflict):
    code = "report_earlier_not_locked"

    def __init__(self, period: str):
        super().__init__(
            f"上一期（{period}）尚未确认锁定，请先确认上一期。",
            f"The period before ({period}) is not locked yet; confirm it first.",
        )


class ChildrenNotLocked(Conflict):
    code = "report_children_not_locked"

    def __init__(self, names: str):
        super().__init__(
            f"以下单位尚未确认锁定：{names}。", f"These units are not locked yet: {names}."
        )


class EndedStillCounts(Conflict):
    """A community marked as replaced whose people would drop out of the sum above it."""

    code = "report_ended_still_counts"

    def __init__(self, names: str):
        super().__init__(
            f"{names}已标为由其他社区替代，但上一期还有人计入，合计会少人。"
            "请系统管理员先撤去替代标记，待人员转出并报完最后一期再标。",
            f"{names}: marked as replaced, though the period before still counts people there. "
            "Take the mark away until they have moved and a last period is reported.",
        )


class AlreadyLocked(Conflict):
    code = "report_already_locked"

    def __init__(self) -> None:
        super().__init__("这一期已经确认锁定。", "This report is locked already.")


class NoSuchVersion(NotFound):
    code = "report_version_not_found"

    def __init__(self, number: int):
        super().__init__(f"这张报表没有第 {number} 版。", f"This report has no version {number}.")


class ReasonMissing(Invalid):
    code = "report_reason_missing"

    def __init__(self) -> None:
        super().__init__("更正已锁定的报表必须写明理由。", "A new version needs its reason.")
