"""What is typed and ticked in the forms about people, read."""

from datetime import date
from uuid import UUID

from communities.errors import Invalid


def day_of(told: str) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError as wrong:
        raise Invalid("日期没有认出，请重选。", "The day was not read.") from wrong


def chosen(told: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in told]
    except ValueError as wrong:
        raise Invalid("请刷新页面后重选。", "Reload the page and choose again.") from wrong
