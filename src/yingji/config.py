"""Settings, read once from the environment and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yingji.errors import Usage


@dataclass(frozen=True, slots=True)
class Config:
    """What a process needs to know before it opens anything."""

    data: Path
    database_url: str
    secret: str
    base_url: str
    now: datetime | None = None
    metrics_token: str = ""
    fonts: Path | None = None
    """The site's ``fonts.toml``, None where it prints with the fonts that ship."""
    print_style: Path | None = None
    """The site's ``print.toml``, None where it prints as the standard has it."""

    @property
    def is_rehearsal(self) -> bool:
        """Whether the wall clock is fixed by ``YINGJI_NOW``."""
        return self.now is not None


def read_config(environ: Mapping[str, str]) -> Config:
    """Read ``YINGJI_*``; raises ``Usage`` when ``YINGJI_NOW`` is not an instant with an offset."""
    data = Path(environ.get("YINGJI_DATA") or "var")
    return Config(
        data=data,
        database_url=environ.get("YINGJI_DATABASE_URL") or f"sqlite:///{data / 'yingji.sqlite3'}",
        secret=environ.get("YINGJI_SECRET", ""),
        base_url=environ.get("YINGJI_BASE_URL", "").rstrip("/"),
        now=_instant(environ.get("YINGJI_NOW", "")),
        metrics_token=environ.get("YINGJI_METRICS_TOKEN", ""),
        fonts=_site_file(environ.get("YINGJI_FONTS"), data / "fonts.toml"),
        print_style=_site_file(environ.get("YINGJI_PRINT"), data / "print.toml"),
    )


def _site_file(named: str | None, usual: Path) -> Path | None:
    """The file that was named, or the one in the data folder if it is there."""
    return Path(named) if named else usual if usual.is_file() else None


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Usage(f"YINGJI_NOW 写着「{text}」，应为带时区的时刻，例如 2024-05-01T09:00:00+08:00。")
    return moment
