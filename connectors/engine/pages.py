"""Answers kept as they came, compressed and sealed, before anything is done with them."""

import base64
import hashlib
import zlib
from uuid import UUID, uuid4

from connectors.contract import Token
from connectors.models import Page, Run
from hub.sealing import seal, unseal

FIELD = "connector_page"


def save_page(*, run: Run, stream: str, number: int, token: Token, raw: bytes | None) -> Page:
    """Keep one answer; without `raw` the source itself keeps it (a local file)."""
    raw_id = uuid4()
    return Page.objects.create(
        run=run,
        system=run.system,
        stream=stream,
        number=number,
        request=token,
        raw_id=raw_id,
        raw_sealed=None if raw is None else _sealed(raw_id, raw),
        raw_sha256="" if raw is None else hashlib.sha256(raw).hexdigest(),
    )


def raw_of(page: Page) -> bytes | None:
    """The answer of a saved page, as it came."""
    if page.raw_sealed is None:
        return None
    clear = unseal(FIELD, page.raw_id, bytes(page.raw_sealed))
    return zlib.decompress(base64.b85decode(clear))


def _sealed(raw_id: UUID, raw: bytes) -> bytes:
    return seal(FIELD, raw_id, base64.b85encode(zlib.compress(raw, 3)).decode())
