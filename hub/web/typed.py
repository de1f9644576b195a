"""What is typed and ticked in the forms about people, read."""

from datetime import date
from uuid import UUID

from communities.asking import day
from communities.errors import Invalid


def day_of(told: str) -> date | None:
    """Raises Invalid for what is no date."""
    return day(told, "on") if told else None


def chosen(told: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in told]
    except ValueError as wrong:
        raise Invalid("请刷新页面后重选。", "Reload the page and choose again.") from wrong
