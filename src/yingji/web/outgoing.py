"""Headers on every answer, and the few counters of this process."""

import threading
from collections import Counter
from dataclasses import dataclass, field

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from yingji.config import Config

POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS: dict[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(slots=True)
class Counters:
    """Answers given by this process, by method, route and status."""

    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, method: str, route: str, status: int) -> None:
        """Note one answer."""
        with self.lock:
            self.answers[method, route, status] += 1

    def as_text(self) -> str:
        """In Prometheus' text format."""
        with self.lock:
            rows = sorted(self.answers.items())
        lines = [
            "# HELP yingji_answers_total Answers given by this process.",
            "# TYPE yingji_answers_total counter",
        ]
        lines += [
            f'yingji_answers_total{{method="{method}",route="{route}",status="{status}"}} {count}'
            for (method, route, status), count in rows
        ]
        return "\n".join(lines) + "\n"


class Outgoing:
    """Hook on every answer: the security headers, no storing unless the answer says otherwise, one count."""

    def __init__(self, config: Config, counters: Counters) -> None:
        self._headers = dict(HEADERS)
        if config.base_url.startswith("https://"):
            self._headers["Strict-Transport-Security"] = "max-age=31536000"
        self._counters = counters

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Called with every message; only the first of an answer matters."""
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in self._headers.items():
            headers[name] = value
        headers.setdefault("Cache-Control", "no-store")
        self._counters.count(
            str(scope.get("method", "")), str(scope.get("path_template", "")), message["status"]
        )
