"""Passwords: argon2, a few plain rules, and lock-out counted from stored attempts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _HASHER.hash("nobody has this password")

SHORTEST = 8
_EXAMPLE = "例如把一句好记的话连起来：雨前巡沟2遍雨后1遍。"
ALLOWED_FAILURES = 5
LOCK_OUT = timedelta(minutes=15)
COMMON = ("12345678", "88888888", "66666666", "password", "abcd1234", "qwertyui", "11111111", "00000000")


def hash_password(password: str) -> str:
    """What is stored."""
    return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the one stored; takes as long for an account that does not exist."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, login: str, name: str) -> str:
    """What is wrong with a new password, in Chinese; empty when it will do."""
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 位，现在 {len(password)} 位。{_EXAMPLE}"
    if password.lower() in COMMON or len(set(password)) < 4:
        return f"这个密码太常见，容易被猜到。{_EXAMPLE}"
    if login.lower() in password.lower() or name in password:
        return f"密码里不要带账号或姓名。{_EXAMPLE}"
    return ""


def locked_until(failures: Sequence[datetime], now: datetime) -> datetime | None:
    """When sign-in opens again after too many failures; None when it is open."""
    recent = sorted(moment for moment in failures if moment > now - LOCK_OUT)
    return recent[-ALLOWED_FAILURES] + LOCK_OUT if len(recent) >= ALLOWED_FAILURES else None
