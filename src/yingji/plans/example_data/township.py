"""The worked example of a township plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from yingji.plans.example_data import township_text as text
from yingji.plans.example_data.people import Cast, cast, dice, invent_names, phone
from yingji.plans.example_data.subject import Doc, Subject
from yingji.plans.example_data.supplies import SUPPLIES
from yingji.plans.example_data.township_hazards import STEPS
from yingji.plans.example_data.township_kinds import THEMES, Theme
from yingji.plans.example_data.words import Words, short_name, upper_slots


@dataclass(frozen=True, slots=True)
class Township:
    """Who and when; ``throw`` is a fresh set of dice for a purpose."""

    subject: Subject
    on: date
    say: Words
    people: Cast

    def before(self, days: int) -> str:
        return (self.on - timedelta(days=days)).isoformat()


def township(subject: Subject, kind: str, on: date) -> Doc:
    """Everything of a township plan but what all families share (title, basis)."""
    of = _township(subject, on)
    theme = THEMES.get(kind, THEMES["comprehensive"])
    return {
        "area": _area(of),
        "risk_assessment": _assessment(of),
        "resource_survey": {"date": of.before(45), "summary": of.say(text.SURVEY)},
        "incident_levels": [{"level": level, "standard": of.say(said)} for level, said in text.LEVELS],
        "command": _command(of),
        "duty": {"phone_24h": "0394-0000110", "rule": of.say(text.DUTY_RULE)},
        "warning_relay": _warning(of),
        "info_report": _reporting(of),
        "response": _response(of),
        "response_levels": _levels(of, theme),
        "hazard_annexes": [_annex(of, hazard) for hazard in theme.hazards],
        "scene_command": _scene(of),
        "evacuation_and_settlement": _evacuation(of, theme),
        "relief": {key: of.say(said) for key, said in text.RELIEF.items()},
        "recovery": of.say.each(text.RECOVERY),
        "cooperation": [_partner(of, *row) for row in text.COOPERATION],
        "support": _support(of),
        "plan_management": _management(of),
        "drafting_group": [_drafter(of, role) for role in ("vice", "office", "affairs", "water", "civil")],
        "consultation": _consultation(of),
    }


def _township(subject: Subject, on: date) -> Township:
    name = short_name(subject)
    slots = upper_slots(Subject(subject.code, name, "village", name, subject.county_name))
    slots |= {"here": f"本{slots['level']}", "headman": _headman(slots["level"])}
    say = Words(slots)
    posts = [(role, say(post), ()) for role, post in text.POSTS]
    return Township(
        subject, on, say, cast(subject.code, invent_names(dice(subject.code), len(posts)), posts, on)
    )


def _headman(level: str) -> str:
    return "办事处主任" if level == "街道" else f"{level}长"


def _area(of: Township) -> Doc:
    throw = dice(of.subject.code, "area")
    households = throw.randint(80, 120) * 100
    return {
        "summary": of.say(text.AREA),
        "as_of": (of.on.replace(day=1) - timedelta(days=1)).isoformat(),
        "villages": throw.randint(18, 36),
        "households": households,
        "population": households * 4 + throw.randint(100, 900),
        "area_km2": throw.randint(420, 640) / 10,
        "rivers": of.say.each(text.RIVERS),
        "key_units": [
            {"type": kind, "name": of.say(name), "headcount": people, "concern": concern}
            for kind, name, people, concern in text.KEY_UNITS
        ],
    }


def _assessment(of: Township) -> Doc:
    keys = ("hazard", "likelihood", "grade", "areas", "consequence")
    table = [dict(zip(keys, of.say.each(row), strict=True)) for row in text.RISK_TABLE]
    return {"date": of.before(50), "summary": of.say(text.RISK_SUMMARY), "table": table}


def _command(of: Township) -> Doc:
    teams = [
        {
            "id": row,
            "name": name,
            "leader_id": of.people[role],
            "members": list(members),
            "duties": of.say(duties),
        }
        for row, name, role, members, duties in text.TEAMS
    ]
    return {
        "chief_id": of.people["chief"],
        "co_chief_id": of.people["co_chief"],
        "deputy_ids": [of.people["vice"], of.people["deputy"], of.people["armed"]],
        "duties": of.say.each(text.DUTIES),
        "office": {"leader_id": of.people["office"], "duties": of.say(text.OFFICE)},
        "teams": teams,
        "member_units": [
            {"unit": unit, "duty": duty, "contact_id": of.people[role]} for unit, duty, role in text.UNITS
        ],
        "contacts": list(of.people.rows),
        "superior_contacts": [
            {"unit": f"{of.say['county']}人民政府值班室", "phone": "0394-0000100"},
            {"unit": f"{of.say['county']}应急管理局值班室", "phone": "0394-0000119"},
            {"unit": "火警和抢险救援", "phone": "119"},
            {"unit": "报警求助", "phone": "110"},
            {"unit": "医疗急救", "phone": "120"},
        ],
    }


def _warning(of: Township) -> Doc:
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
        "receive_text": of.say(text.RECEIVE),
        "channels": channels,
        "call_confirm": {
            "who_id": of.people["office"],
            "to_whom": "各村（社区）主要负责人、信息员和包村干部",
            "within_min": 15,
        },
        "actions_by_level": {level: of.say.each(said) for level, said in text.ACTIONS.items()},
    }


def _reporting(of: Township) -> Doc:
    return {
        "collection": text.COLLECTION,
        "first_report_within_min": 20,
        "written_within_min": 40,
        "to": of.say.each(text.REPORT_TO),
        "contents": list(text.CONTENTS),
    }


def _response(of: Township) -> Doc:
    return {
        "general": list(text.GENERAL),
        "escalation": of.say(text.ESCALATION),
        "termination": of.say.each(text.TERMINATION),
    }


def _levels(of: Township, theme: Theme) -> list[Doc]:
    starts = {"四级": theme.fourth, "三级": theme.third, "二级": theme.second, "一级": theme.first}
    return [
        {
            "level": level,
            "start_when": [of.say(starts[level]) + "。", "经会商研判认为需要启动的其他情况。"],
            "who_decides": of.say(who),
            "actions": of.say.each(actions),
        }
        for level, (who, actions) in text.LEVEL_ACTIONS.items()
    ]


def _annex(of: Township, hazard: str) -> Doc:
    return {
        "hazard": hazard,
        "steps": [
            {"order": order, "action": of.say(action), "who_id": of.people[role]}
            for order, (action, role) in enumerate(STEPS[hazard], 1)
        ],
        "do_not": [
            "不得在情况不明、没有安全防护和专人观察时冒险施救，不得组织老人、妇女和未成年人参加抢险。"
        ],
    }


def _scene(of: Township) -> Doc:
    return {"setup": text.SETUP, "control": list(text.CONTROL), "handover": of.say(text.HANDOVER)}


def _evacuation(of: Township, theme: Theme) -> Doc:
    outdoors = theme.hazards[0] == "地震"
    return {
        "start_when": of.say.each(theme.start_when),
        "organisation": text.ORGANISATION,
        "by_village": [_moved(of, outdoors, *row) for row in text.AREAS],
        "shelters": _shelters(of),
        "settlement": list(text.SETTLEMENT),
        "return_when": list(text.RETURN),
    }


def _moved(of: Township, outdoors: bool, name: str, households: int, side: str, role: str, route: str) -> Doc:
    shelter = "a03" if outdoors else {"e": "a01", "c": "a01", "n": "a02"}[side]
    return {
        "name": name,
        "households": households,
        "people": households * 3 + dice(of.subject.code, name).randint(4, 18),
        "shelter_id": shelter,
        "responsible_id": of.people[role],
        "route_text": of.say(route),
    }


def _shelters(of: Township) -> list[Doc]:
    return [
        {
            "id": row,
            "name": name,
            "type": kind,
            "address": address,
            "capacity": room,
            "area_m2": area,
            "facilities": list(facilities),
            "keeper_id": of.people[role],
            "hazards_ok": list(hazards),
        }
        for row, name, kind, address, room, area, role, facilities, hazards in text.SHELTERS
    ]


def _partner(of: Township, party: str, matters: str, number: str) -> Doc:
    called = of.say["county"] + party if number else party
    return {"party": called, "matters": matters} | ({"phone": number} if number else {})


def _support(of: Township) -> Doc:
    keepers = cycle(("office", "affairs"))
    supplies = []
    for key in text.SUPPLIES:
        name, spec, unit, quantity = SUPPLIES[key]
        kept = {"place": "应急物资库", "keeper_id": of.people[next(keepers)], "checked_on": of.before(25)}
        supplies.append({"name": name, "spec": spec, "unit": unit, "qty": quantity * 3} | kept)
    return {
        "teams": [
            {"name": "综合应急救援队", "headcount": 26, "leader_id": of.people["armed"], "skills": ["排涝", "灭火", "绳索救援"]},
            {"name": "医疗防疫小分队", "headcount": 8, "leader_id": of.people["doctor"], "skills": ["急救", "消毒"]},
            {"name": "电力抢修队", "headcount": 6, "leader_id": of.people["power"], "skills": ["线路抢修", "发电机操作"]},
        ],
        "supplies": supplies,
        "borrowable": [
            {"item": "挖掘机2台、铲车3台", "owner": "工程机械租赁户", "phone": phone(of.subject.code, 41), "agreement": "已签调用协议，按台班结算"},
            {"item": "大功率水泵4台", "owner": "农机合作社", "phone": phone(of.subject.code, 42), "agreement": "已签调用协议，油料由财政保障"},
            {"item": "客运面包车10辆", "owner": "客运经营户", "phone": phone(of.subject.code, 43), "agreement": "口头约定，优先转运老弱病残"},
        ],
        "text": text.SUPPORT,
    }  # fmt: skip


def _management(of: Township) -> Doc:
    said = {key: of.say(each) for key, each in text.MANAGEMENT.items()}
    return said | {"revision_triggers": list(text.TRIGGERS)}


def _consultation(of: Township) -> Doc:
    return {
        "methods": ["书面征求站所意见", "村（社区）干部座谈会", "公示征求群众意见"],
        "date": of.before(16),
        "participants": 62,
        "summary": text.CONSULTED,
    }


def _drafter(of: Township, role: str) -> Doc:
    row = next(row for row in of.people.rows if row["id"] == of.people[role])
    return {"name": row["name"], "post": row["post"] + ("（组长）" if role == "vice" else "")}
