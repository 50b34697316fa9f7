"""The worked example of a plan of a department, school or enterprise."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from yingji.plans.example_data import body_text as text
from yingji.plans.example_data.body_flavours import FACTORY, HOSPITAL, OFFICE, SCHOOL, Flavour
from yingji.plans.example_data.body_hazards import KINDS, RESPONSES, RISKS, Risk
from yingji.plans.example_data.people import Cast, cast, dice, invent_names, phone
from yingji.plans.example_data.subject import Doc, Subject
from yingji.plans.example_data.supplies import SUPPLIES
from yingji.plans.example_data.village import superiors
from yingji.plans.example_data.words import Words, upper_slots

MEDICAL = ("卫生院", "医院", "卫生服务中心")
SAFE_FOR = ["洪涝内涝", "火灾", "地震", "燃气", "危险化学品"]


@dataclass(frozen=True, slots=True)
class Body:
    """Who and when; ``spare`` are names of people without a role."""

    subject: Subject
    on: date
    flavour: Flavour
    say: Words
    people: Cast
    spare: tuple[str, ...]

    def before(self, days: int) -> str:
        return (self.on - timedelta(days=days)).isoformat()


def body(subject: Subject, kind: str, on: date) -> Doc:
    """Everything of a body's plan but what all families share (title, basis)."""
    of = _body(subject, on)
    risks, hazards = KINDS.get(kind, KINDS["comprehensive"])
    own = {"{own}": of.flavour.own_risk}, {"{own}": of.flavour.own_hazard}
    return {
        "profile": _profile(of),
        "risk_points": [_risk(of, n, RISKS[own[0].get(key, key)]) for n, key in enumerate(risks, 1)],
        "monitoring": of.say.each(text.MONITORING),
        "command": _command(of),
        "tasks": [
            {"name": name, "content": of.say(content), "who_id": of.people[role]}
            for name, content, role in of.flavour.tasks
        ],
        "reporting": {
            "first_report_within_min": 15,
            "to": of.say.each(
                ("{township}应急值班室", "上级主管部门", "119、110、120（情况紧急时同时拨打）")
            ),
            "contents": list(text.CONTENTS),
        },
        "warning": _warning(of),
        "response": {
            "by_hazard": [_by_hazard(of, own[1].get(hazard, hazard)) for hazard in hazards],
            "escalation": of.say(text.ESCALATION),
        },
        "evacuation": _evacuation(of),
        "resources": _resources(of),
        "recovery": of.say.each(text.RECOVERY),
        "drills": {"min_per_year": 1, "last_on": of.before(180), "content": of.say(text.DRILL)},
        "training_text": text.TRAINING,
        "drafting_group": [_drafter(of, role) for role in ("chief", "office", "safety")],
        "consultation": _consultation(of),
    }


def _body(subject: Subject, on: date) -> Body:
    flavour = _flavour(subject)
    say = Words(upper_slots(subject) | flavour.slots | {"short": subject.name})
    areas = {"s1": 0, "s2": 1, "s3": 2}
    posts = [
        (role, post, [flavour.groups[areas[role]][0]] if role in areas else ())
        for role, post in flavour.posts
    ]
    names = invent_names(dice(subject.code), 40)
    return Body(subject, on, flavour, say, cast(subject.code, names, posts, on), tuple(names[len(posts) :]))


def _flavour(subject: Subject) -> Flavour:
    if subject.kind == "school":
        return SCHOOL
    if subject.kind == "enterprise":
        return FACTORY
    return HOSPITAL if any(word in subject.name for word in MEDICAL) else OFFICE


def _profile(of: Body) -> Doc:
    keys = ("name", "use", "floors", "headcount", "exits")
    inside = sum(people for _, people in of.flavour.groups)
    return {
        "summary": of.say(of.flavour.summary),
        "as_of": (of.on.replace(day=1) - timedelta(days=1)).isoformat(),
        "staff": of.flavour.staff,
        "others": max(inside - of.flavour.staff, 0),
        "area_m2": dice(of.subject.code, "area").randint(24, 90) * 100,
        "buildings": [dict(zip(keys, row, strict=True)) for row in of.flavour.buildings],
    }


def _risk(of: Body, number: int, risk: Risk) -> Doc:
    return {
        "id": f"r{number:02d}",
        "name": risk.name,
        "hazard": risk.hazard,
        "location": of.say(risk.location),
        "grade": risk.grade,
        "trigger": risk.trigger,
        "affected": {"people": risk.people},
        "watch_contact_id": of.people[risk.watch],
        "measures": risk.measures,
    }


def _command(of: Body) -> Doc:
    spare = iter(of.spare)
    teams = [
        {
            "id": row,
            "name": name,
            "leader_id": of.people[leader],
            "members": [next(spare) for _ in range(size)],
            "duties": of.say(duties),
        }
        for row, name, leader, size, duties in text.TEAMS
    ]
    return {
        "chief_id": of.people["chief"],
        "deputy_ids": [of.people["deputy"]],
        "duties": list(text.DUTIES),
        "teams": teams,
        "info_reporter_id": of.people["office"],
        "fire_manager_id": of.people["safety"],
        "contacts": list(of.people.rows),
        "superior_contacts": superiors(of.say["township"], of.say["county"]),
    }


def _warning(of: Body) -> Doc:
    channels = [
        {
            "type": kind,
            "device_count": count,
            "operator_id": of.people[role],
            "coverage": coverage,
            "backup": backup,
        }
        for kind, role, coverage, backup, count in text.CHANNELS
    ]
    return {
        "source_text": of.say(text.SOURCE),
        "channels": channels,
        "signals": [{"meaning": meaning, "signal": signal} for meaning, signal in text.SIGNALS],
        "call_confirm": {
            "who_id": of.people["office"],
            "to_whom": "各小组负责人和当日值班人员",
            "within_min": 10,
        },
        "actions_by_level": {level: of.say.each(said) for level, said in text.ACTIONS.items()},
        "start_response": list(text.START),
    }


def _by_hazard(of: Body, hazard: str) -> Doc:
    plan = RESPONSES[hazard]
    return {
        "hazard": hazard,
        "first_10min": of.say.each(plan.first),
        "steps": [
            {"order": order, "action": of.say(action), "who_id": of.people[role]}
            | ({"within_min": limit} if limit else {})
            for order, (action, role, limit) in enumerate(plan.steps, 1)
        ],
        "do_not": list(plan.never),
        "stop_when": list(plan.stop),
    }


def _evacuation(of: Body) -> Doc:
    groups = of.flavour.groups
    return {
        "headcount": sum(people for _, people in groups),
        "start_when": list(text.EVACUATE),
        "order": list(text.ORDER),
        "groups": [
            {
                "name": name,
                "people": people,
                "responsible_id": of.people[f"s{number}"],
                "route_id": "e01" if number == 1 else "e02",
                "shelter_id": "a01",
                "care": of.flavour.care,
            }
            for number, (name, people) in enumerate(groups, 1)
        ],
        "routes": _routes(of),
        "shelters": [_shelter(of)],
        "return_when": list(text.RETURN),
    }


def _routes(of: Body) -> list[Doc]:
    starts = (of.flavour.groups[0][0], "、".join(name for name, _ in of.flavour.groups[1:]))
    return [
        {
            "id": f"e{number:02d}",
            "name": f"{'一二'[number - 1]}号路线",
            "from": start,
            "to_shelter_id": "a01",
            "path_text": of.say(path),
            "length_m": 60 + 35 * number,
            "responsible_id": of.people[f"s{number}"],
        }
        for number, (start, path) in enumerate(zip(starts, text.PATH, strict=True), 1)
    ]


def _shelter(of: Body) -> Doc:
    people = sum(people for _, people in of.flavour.groups)
    return {
        "id": "a01",
        "name": f"{of.say['gather']}集合点",
        "type": "操场" if of.flavour is SCHOOL else "院内空地",
        "address": f"院内{of.say['gather']}，距建筑物20米以上",
        "capacity": people + 100,
        "area_m2": (people + 100) * 2,
        "facilities": ["应急照明", "饮水", "分组标识牌"],
        "keeper_id": of.people["guard"],
        "hazards_ok": SAFE_FOR,
    }


def _resources(of: Body) -> Doc:
    keepers = cycle(("logistics", "safety"))
    supplies = []
    for key in text.SUPPLIES:
        name, spec, unit, quantity = SUPPLIES[key]
        kept = {"place": "应急物资柜", "keeper_id": of.people[next(keepers)], "checked_on": of.before(18)}
        supplies.append({"name": name, "spec": spec, "unit": unit, "qty": quantity} | kept)
    return {
        "teams_ref": [
            {"team_id": "t03", "headcount": 5, "skills": ["灭火器使用", "排水抢险"]},
            {"team_id": "t04", "headcount": 3, "skills": ["心肺复苏", "止血包扎"]},
        ],
        "supplies": supplies,
        "borrowable": [
            {
                "item": "水泵1台",
                "owner": "附近农机户",
                "phone": phone(of.subject.code, 41),
                "agreement": "口头约定，随叫随到",
            },
            {
                "item": "面包车1辆",
                "owner": "附近运输户",
                "phone": phone(of.subject.code, 42),
                "agreement": "口头约定，优先送伤员",
            },
        ],
        "support_text": of.say(text.SUPPORT),
    }


def _consultation(of: Body) -> Doc:
    return {
        "methods": ["职工会议", "书面征求意见"],
        "date": of.before(14),
        "participants": of.flavour.staff,
        "summary": of.say(text.CONSULTED),
    }


def _drafter(of: Body, role: str) -> Doc:
    row = next(row for row in of.people.rows if row["id"] == of.people[role])
    return {"name": row["name"], "post": row["post"] + ("（组长）" if role == "chief" else "")}
