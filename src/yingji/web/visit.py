"""One request: who, when, and the way to the database."""

from dataclasses import dataclass
from datetime import date, datetime

from yingji.access.rights import Actor
from yingji.clock import day_of
from yingji.config import Config
from yingji.db import Database
from yingji.errors import Unauthorized

SIGN_IN_FIRST = "请先登录。登录后会回到这里；脚本请带上令牌（Authorization: Bearer …）。"
NOBODY = Actor(None, "", "")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a handler needs to know of a request. ``at`` is the one instant the request happens at.

    ``secret`` and ``csrf`` belong to a browser's session and are empty for an API token.
    """

    database: Database
    config: Config
    at: datetime
    actor: Actor = NOBODY
    secret: str = ""
    csrf: str = ""
    by_token: bool = False
    must_change: bool = False
    is_sample: bool = False
    own_address: str = ""

    @property
    def today(self) -> date:
        """The day of the request in Asia/Shanghai."""
        return day_of(self.at)

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return self.actor is NOBODY

    @property
    def base_url(self) -> str:
        """The address printed into QR codes: the configured one, else the one this request came to."""
        return self.config.base_url or self.own_address

    def person(self) -> Actor:
        """Who acts; raises ``Unauthorized`` when nobody is signed in."""
        if self.is_anonymous:
            raise Unauthorized(SIGN_IN_FIRST)
        return self.actor
