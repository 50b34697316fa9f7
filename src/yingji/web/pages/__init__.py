"""Pages for people: server-rendered, every action a real button, usable without script."""

from yingji.web.pages import coverage, entry, home, plans, reading, verify

HANDLERS = (*entry.HANDLERS, *home.HANDLERS, *coverage.HANDLERS, *plans.HANDLERS, *reading.HANDLERS, *verify.HANDLERS)
