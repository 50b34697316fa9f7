"""Pages for people: server-rendered, every action a real button, usable without script."""

from yingji.web.pages import coverage, entry, plans, verify

HANDLERS = (*entry.HANDLERS, *coverage.HANDLERS, *plans.HANDLERS, *verify.HANDLERS)
