"""Pages for people: server-rendered, every action a real button, usable without script."""

from yingji.web.pages import coverage, entry, fill, fill_finish, home, people, plans, reading, review, verify

HANDLERS = (
    *entry.HANDLERS,
    *home.HANDLERS,
    *coverage.HANDLERS,
    *people.HANDLERS,
    *plans.HANDLERS,
    *fill.HANDLERS,
    *fill_finish.HANDLERS,
    *reading.HANDLERS,
    *review.HANDLERS,
    *verify.HANDLERS,
)
