"""What nobody may read before its time, sealed: AES-256-GCM; cryptography lives behind this file.

A sealed blob is `EMT1`, four bytes that name the key, twelve bytes of nonce, and what AES-GCM
made of the plain bytes. The nonce is drawn from the key and the plain bytes themselves, so that
the same bytes are sealed alike: a file sent twice is stored once. What else is known about them
(whose ticket, which number) is authenticated along, so that a sealed ticket cannot be put in
another one's place.
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"EMT1"
KEY_BYTES: Final = 32
NAME: Final = slice(len(MAGIC), len(MAGIC) + 4)
NONCE: Final = slice(NAME.stop, NAME.stop + 12)


class SealBroken(Exception):
    """Something sealed cannot be opened: its key is not among ours, or it was changed."""


class NotAKey(ValueError):
    """A setting that is no key."""


@dataclass(frozen=True)
class Key:
    """One key.

    Attributes:
        secret: 32 bytes.
    """

    secret: bytes = field(repr=False)

    @cached_property
    def name(self) -> bytes:
        """Return what names the key in a sealed blob; it tells nothing about the key."""
        return hashlib.sha256(b"emtihan key name" + self.secret).digest()[:4]

    @cached_property
    def cipher(self) -> "AESGCM":
        """Return the cipher."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - rarely

        return AESGCM(self.secret)

    def nonce(self, plain: bytes, about: bytes) -> bytes:
        """Return a nonce which nothing else gets but the same bytes about the same."""
        key = hashlib.sha256(b"emtihan nonce" + self.secret).digest()
        return hmac.digest(key, len(about).to_bytes(8, "big") + about + plain, "sha256")[:12]


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals with the first of its keys, and opens what any of them has sealed."""

    keys: tuple[Key, ...] = ()

    def close(self, plain: bytes, *, about: str) -> bytes:
        """Seal bytes.

        Args:
            plain: what nobody may read.
            about: what they are; only who knows it opens them.

        Raises:
            SealBroken: there is no key.
        """
        if not self.keys:
            raise SealBroken("no key: set EMTIHAN_TICKETS_KEY")
        key = self.keys[0]
        known = about.encode()
        nonce = key.nonce(plain, known)
        return MAGIC + key.name + nonce + key.cipher.encrypt(nonce, plain, known)

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """Return the plain bytes.

        Raises:
            SealBroken: sealed with another key, about something else, or changed since.
        """
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - rarely

        for key in self.keys:
            if sealed[NAME] == key.name:
                try:
                    return key.cipher.decrypt(sealed[NONCE], sealed[NONCE.stop :], about.encode())
                except InvalidTag as changed:
                    raise SealBroken(about) from changed
        raise SealBroken(about)


NO_KEYS: Final = Seal()
"""Seals and opens nothing: for commands which tickets do not concern."""


def is_sealed(data: bytes) -> bool:
    """Return whether bytes are a sealed blob."""
    return data.startswith(MAGIC)


def seal_of(keys: Iterable[str]) -> Seal:
    """Return the seal of keys as a setting has them: base64 of 32 bytes, the newest first.

    Raises:
        NotAKey: one of them is none.
    """
    return Seal(tuple(Key(_secret(text)) for text in keys))


def new_key() -> str:
    """Return a key nobody else has, as a setting has it."""
    return b64encode(os.urandom(KEY_BYTES)).decode()


def _secret(text: str) -> bytes:
    try:
        secret = b64decode(text, validate=True)
    except (Error, ValueError):
        raise NotAKey from None
    if len(secret) != KEY_BYTES:
        raise NotAKey
    return secret
