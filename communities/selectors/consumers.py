import hashlib
import hmac
from datetime import date

from django.db.models import QuerySet
from psycopg import sql

from communities.models import Consumer
from communities.prepared import run_prepared

MARK = "hub"
COLUMNS = tuple(field.attname for field in Consumer._meta.concrete_fields)
BY_PREFIX = (
    sql.SQL("SELECT {} FROM communities_consumer WHERE key_prefix = %(prefix)s")
    .format(sql.SQL(", ").join(map(sql.Identifier, COLUMNS)))
    .as_string()
)


def key_digest(key: str) -> bytes:
    """Keys are 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).digest()


def consumer_with_key(key: str, *, today: date) -> Consumer | None:
    """The system whose key this is, if the key opens anything today."""
    parts = key.split("_")
    if len(parts) != 3 or parts[0] != MARK or not key.isascii():
        return None
    rows = run_prepared(BY_PREFIX, {"prefix": parts[1]})
    consumer = Consumer.from_db(None, COLUMNS, rows[0]) if rows else None
    if consumer is None or not hmac.compare_digest(bytes(consumer.key_hash), key_digest(key)):
        return None
    return consumer if consumer.holds_on(today) else None


def consumers() -> QuerySet[Consumer]:
    return Consumer.objects.order_by("revoked_at", "name", "pk")


def keys_ending(start: date, end: date) -> QuerySet[Consumer]:
    """Keys still in force whose last day lies between the two."""
    return Consumer.objects.filter(revoked_at=None, ends_on__gt=start, ends_on__lte=end).order_by(
        "ends_on", "name"
    )
