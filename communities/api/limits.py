"""How often a key may call: a bucket per key and process, refilled each second."""

import time
from dataclasses import dataclass

from communities.errors import TooMany
from communities.models import Consumer


@dataclass(slots=True)
class Bucket:
    left: float
    at: float


_buckets: dict[int, Bucket] = {}


def count_call(consumer: Consumer, *, now: float | None = None) -> None:
    """Take one call from the key's bucket. Raises TooMany with the seconds to wait."""
    moment = time.monotonic() if now is None else now
    limit, rate = consumer.per_minute, consumer.per_minute / 60
    bucket = _buckets.setdefault(consumer.pk, Bucket(limit, moment))
    bucket.left = min(limit, bucket.left + (moment - bucket.at) * rate)
    bucket.at = moment
    if bucket.left < 1:
        wait = int((1 - bucket.left) / rate) + 1
        raise TooMany("请求太频繁，请稍后再试。", "Too many requests.", retry_after=wait)
    bucket.left -= 1
