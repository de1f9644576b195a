from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from communities.errors import NotFound
from communities.models import Posting, Staff


def staff_and_postings(*, search: str = "") -> QuerySet[Staff]:
    """Accounts with their postings, open ones first."""
    postings = Posting.objects.select_related("area").order_by("-starts_on", "pk")
    people = Staff.objects.prefetch_related(Prefetch("postings", postings))
    if search:
        people = people.filter(Q(username__icontains=search) | Q(name__icontains=search))
    return people.order_by("-is_active", "username")


def account_with(number: int) -> Staff:
    """Raises NotFound."""
    staff = staff_and_postings().filter(pk=number).first()
    if staff is None:
        raise NotFound("没有这个账号。", "There is no such account.")
    return staff


def posting_with(number: int) -> Posting:
    """Raises NotFound."""
    posting = Posting.objects.select_related("staff", "area").filter(pk=number).first()
    if posting is None:
        raise NotFound("没有这条任职。", "There is no such posting.")
    return posting


def names_of_accounts(usernames: Iterable[str]) -> dict[str, str]:
    """The names of several accounts at once; who is not in it has none."""
    held = Staff.objects.filter(username__in=set(usernames))
    return dict(held.values_list("username", "name"))


def holds_today(posting: Posting, today: date) -> bool:
    return posting.starts_on <= today and not is_over(posting, today)


def is_over(posting: Posting, today: date) -> bool:
    """Whether it gives no right today or later; one withdrawn before its first day is, too."""
    return posting.ends_on is not None and posting.ends_on <= max(today, posting.starts_on)


def postings_ending(start: date, end: date) -> QuerySet[Posting]:
    """Postings still in force whose last day lies between the two."""
    ending = Posting.objects.filter(ends_on__gt=start, ends_on__lte=end, staff__is_active=True)
    return ending.select_related("staff", "area").order_by("ends_on", "staff__username")
