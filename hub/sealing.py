"""Sealed values: readable only with the key, findable only by a keyed hash.

A sealed value is one byte of key version, a nonce of 12 bytes and AES-256-GCM text bound to its
field and its subject. Hashes use other keys, derived from the same file, so that neither helps
to open the other. The version byte leads, so that other keys or SM4 can follow without a rewrite.
"""

import hmac
import os
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from communities.errors import HubError

AES_256_GCM = 1
NONCE_LENGTH = 12
SHORTEST_KEY = 32
DIGEST_BYTES = 16

# Values that are looked for across fields share one hash: a phone is a phone whoever gave it.
PHONE, ID = "phone", "id"
SHARED_KINDS = {
    **dict.fromkeys(["mobile", "phone_alt", "emergency_phone", "household_phone"], PHONE),
    **dict.fromkeys(["hp_owner_phone", "el_guardian_phone", "ds_guardian_phone"], PHONE),
    **dict.fromkeys(["ch_guardian_phone", PHONE], PHONE),
    **dict.fromkeys(["id_number", "hp_owner_id", "mf_spouse_id", ID], ID),
}
# One citizen number is one person, whether it was read from the card, the temporary card or
# the household register.
SAME_NUMBER = {"": "111", "112": "111", "113": "111"}


class SealBroken(HubError):
    """A sealed value that the keys at hand cannot open."""

    code = "seal_broken"
    status = 503

    def __init__(self) -> None:
        super().__init__("密封的值无法打开，请联系管理员", "A sealed value cannot be opened")


@lru_cache(maxsize=8)
def master_key(path: str) -> bytes:
    key = Path(path).read_bytes()
    if len(key) < SHORTEST_KEY:
        raise SealBroken
    return key


@lru_cache(maxsize=64)
def derived_key(path: str, purpose: str) -> bytes:
    expand = HKDF(algorithm=SHA256(), length=32, salt=b"community-data-hub", info=purpose.encode())
    return expand.derive(master_key(path))


@lru_cache(maxsize=8)
def cipher(path: str) -> AESGCM:
    return AESGCM(derived_key(path, "seal/1"))


def bound_to(field: str, subject: UUID) -> bytes:
    return f"{field}:{subject}".encode()


def seal(field: str, subject: UUID, clear: str) -> bytes:
    """The sealed form of one value of one subject's field; different at every call."""
    return seal_bytes(field, subject, clear.encode())


def unseal(field: str, subject: UUID, sealed: bytes) -> str:
    """The clear value. Raises SealBroken for another field, subject or key, or a changed byte."""
    return unseal_bytes(field, subject, bytes(sealed)).decode()


def seal_bytes(field: str, subject: UUID, clear: bytes) -> bytes:
    nonce = os.urandom(NONCE_LENGTH)
    sealed = cipher(str(settings.HUB_KEY_FILE)).encrypt(nonce, clear, bound_to(field, subject))
    return bytes((AES_256_GCM,)) + nonce + sealed


def unseal_bytes(field: str, subject: UUID, sealed: bytes) -> bytes:
    if not sealed or sealed[0] != AES_256_GCM:
        raise SealBroken
    nonce, text = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
    try:
        return cipher(str(settings.HUB_KEY_FILE)).decrypt(nonce, text, bound_to(field, subject))
    except (InvalidTag, ValueError) as broken:
        raise SealBroken from broken


def keyed_hash(field: str, clear: str) -> bytes:
    """32 bytes for exact search: equal values of one kind hash alike, without the key nobody can.

    All phones share the kind "phone", all citizen numbers "id"; any other field is its own kind.
    """
    kind = SHARED_KINDS.get(field, field)
    key = derived_key(str(settings.HUB_KEY_FILE), f"hash/1/{kind}")
    return hmac.digest(key, clear.encode(), "sha256")


def identity_hash(id_type: str, number: str) -> bytes:
    """The hash that says two records are one person: over the document's kind and number."""
    kind = SAME_NUMBER.get(id_type, id_type)
    key = derived_key(str(settings.HUB_KEY_FILE), "hash/1/identity")
    return hmac.digest(key, f"{kind}\x1f{number}".encode(), "sha256")


def begun_digest() -> blake2b:
    """What tells two told rows apart, begun with its key: copy it, add the row, take its bytes.

    Without the key they tell nothing.
    """
    return keyed_digest(str(settings.HUB_KEY_FILE))


@lru_cache(maxsize=8)
def keyed_digest(path: str) -> blake2b:
    return blake2b(digest_size=DIGEST_BYTES, key=derived_key(path, "digest"))
