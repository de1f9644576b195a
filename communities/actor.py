"""Who is acting: a person at work, a downstream system with a key, or the hub itself."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from communities.models import Consumer, Staff


@dataclass(frozen=True, slots=True)
class Post:
    """One posting that holds today. `prefix` is the area's prefix, `line` the business line."""

    role: str
    area: str
    prefix: str
    line: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind` is "staff", "consumer" or "system"; areas of a consumer are prefixes.

    `speaks_for` is the outside system in whose voice a consumer sends, "" for none.
    """

    kind: str
    id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    consumer_fields: frozenset[str] = frozenset()
    consumer_areas: tuple[str, ...] = ()
    purpose: str = ""
    consumer_rights: frozenset[str] = frozenset()
    label: str = ""
    speaks_for: str = ""

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def is_consumer(self) -> bool:
        return self.kind == "consumer"

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(post.role for post in self.posts))


def system_actor(name: str) -> Actor:
    """The hub at its own work, e.g. system_actor("sync:EMP"): every row, no person's rights."""
    return Actor(kind="system", id=None, name=name, purpose="P08", label=name)


def actor_of(staff: Staff, *, today: date | None = None) -> Actor:
    """The person at work with the postings of the day; a disabled person holds none."""
    day = today or timezone.localdate()
    rows = staff.postings.on(day).select_related("area") if staff.is_active else ()
    posts = tuple(
        Post(row.role, row.area_id, row.area.prefix, row.line, row.area.short_name) for row in rows
    )
    return Actor(kind="staff", id=staff.pk, name=staff.username, posts=posts, label=staff.name)


def actor_of_consumer(consumer: Consumer) -> Actor:
    return Actor(
        kind="consumer",
        id=consumer.pk,
        name=f"key:{consumer.key_prefix}",
        consumer_fields=frozenset(consumer.fields),
        consumer_areas=tuple(consumer.area_prefixes),
        purpose=consumer.purpose,
        consumer_rights=frozenset(consumer.rights),
        label=consumer.name,
        speaks_for=consumer.speaks_for,
    )
