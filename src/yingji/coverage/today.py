"""The day asked for, and the one place where anything is compared with it."""

from datetime import date, timedelta

_ONE = timedelta(days=1)


class Today:
    """Answers whether a day has come, and notes the nearest one that has not.

    Whatever is judged through one ``Today`` cannot come out otherwise before ``next_change``: until
    then every comparison it made has the same answer.
    """

    __slots__ = ("date", "next_change")

    def __init__(self, day: date) -> None:
        self.date = day
        self.next_change: date | None = None

    def reached(self, day: date) -> bool:
        """Whether ``day`` is today or earlier."""
        if day <= self.date:
            return True
        if self.next_change is None or day < self.next_change:
            self.next_change = day
        return False

    def passed(self, day: date) -> bool:
        """Whether ``day`` lies behind: a deadline is kept through its whole day."""
        return day != date.max and self.reached(day + _ONE)
