"""Where one's work begins: the tasks of the day, one verb each."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from yingji.desk.steps import VERBS
from yingji.desk.tasks import Task, has_desk, home
from yingji.web.rendering import frame, page
from yingji.web.routes import page_get
from yingji.web.visit import Visit

TARGETS: dict[str, str] = {
    "write": "/fill",
    "finish": "/fill",
    "revise": "/fill",
    "mend": "/fill",
    "confirm": "/confirm",
    "review": "/review",
    "approve": "/review",
    "opine": "/review",
    "attach": "?act=attach#attach",
    "call": "/readiness",
    "drill": "/readiness#drills",
    "recall": "/copies",
}
"""Where on a plan each task is done; the others open their form on the plan's page."""
ROOMS = {"sysadmin": "/people", "secadmin": "/people", "auditor": "/ledger", "viewer": "/coverage"}
"""Where the work of those without tasks begins."""
SHOWN = 8
"""Tasks of one kind that show at once; the rest unfold."""
UNFOLDED = 100
"""Tasks of one kind that are listed at all: nobody works through more in a day."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks with the same verb."""

    act: str
    verb: str
    tasks: tuple[Task, ...]

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(task.is_late for task in self.tasks)


@page_get("/home")
def home_page(visit: NamedDependency[Visit]) -> Response[str]:
    """One's tasks; for who has none by office, the room their role is for."""
    actor = visit.person()
    if not has_desk(actor):
        return _elsewhere(visit)
    with visit.database.reading() as r:
        found = home(r, actor, today=visit.today, at=visit.at)
    return page(
        "home",
        frame(visit, "我的任务", "home"),
        home=found,
        mine=groups(found.mine),
        waiting=groups(found.waiting),
        target=target,
        most=SHOWN,
        unfolded=UNFOLDED,
        today=visit.today,
    )


HANDLERS = (home_page,)


def groups(tasks: tuple[Task, ...]) -> tuple[Group, ...]:
    """The tasks by verb, in their order."""
    return tuple(Group(act, VERBS[act], tuple(found)) for act, found in groupby(tasks, lambda t: t.act))


def target(task: Task) -> str:
    """Where the task is done."""
    plan = f"/plans/{quote(task.unit_code, safe='')}/{task.kind}"
    if task.act in {"review", "approve", "opine"}:
        return f"{plan}/review?number={task.number}"
    return plan + TARGETS.get(task.act, f"?act={task.act}")


def _elsewhere(visit: Visit) -> Response[str]:
    rooms = [ROOMS[held.role] for held in visit.actor.held if held.role in ROOMS]
    if rooms:
        return Redirect(rooms[0], status_code=303)
    return page("welcome", frame(visit, "首页", "home"))
