"""Opaque secrets: made by the system, stored only as digests."""

import hashlib
import hmac
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_secret() -> str:
    """256 bits, URL-safe."""
    return secrets.token_urlsafe(32)


def one_time_code() -> str:
    """Twelve characters that nobody misreads, in three groups: a first password on paper."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def digest_of(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(key: str, *parts: object) -> str:
    """A keyed digest of ``parts`` (hex), for tokens that cannot be guessed but can be made again."""
    text = "\x1f".join(str(part) for part in parts)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
