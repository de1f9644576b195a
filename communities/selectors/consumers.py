import hashlib
import hmac
from datetime import date

from django.db.models import QuerySet

from communities.models import Consumer

MARK = "hub"


def key_digest(key: str) -> bytes:
    """Keys are 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).digest()


def consumer_with_key(key: str, *, today: date) -> Consumer | None:
    """The system whose key this is, if the key opens anything today."""
    parts = key.split("_")
    if len(parts) != 3 or parts[0] != MARK or not key.isascii():
        return None
    consumer = Consumer.objects.filter(key_prefix=parts[1]).first()
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
