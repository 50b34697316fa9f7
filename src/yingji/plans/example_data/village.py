"""The worked example of a village plan."""

from datetime import date, timedelta
from itertools import count, cycle

from yingji.plans.example_data import village_text as text
from yingji.plans.example_data.people import dice, phone
from yingji.plans.example_data.setting import Setting, setting, total
from yingji.plans.example_data.subject import Doc, Subject
from yingji.plans.example_data.supplies import SUPPLIES
from yingji.plans.example_data.village_hazards import RESPONSES
from yingji.plans.example_data.village_kinds import THEMES, Theme
from yingji.plans.example_data.village_risks import RISKS, Risk


def village(subject: Subject, kind: str, on: date) -> Doc:
    """Everything of a village plan but what all families share (title, basis, consultation)."""
    of, theme = setting(subject, on), THEMES.get(kind, THEMES["comprehensive"])
    risks = [_risk(of, number, RISKS[key]) for number, key in enumerate(theme.risks, 1)]
    return {
        "profile": _profile(of),
        "risk_points": risks,
        "command": _command(of),
        "warning": _warning(of, theme),
        "evacuation": _evacuation(of, theme, risks),
        "response": _response(of, theme),
        "resources": _resources(of, theme),
        "recovery": of.say.each(text.RECOVERY),
        "drills": {"min_per_year": 1, "last_on": _before(on, 310), "content": _drill(of, theme)},
        "training_text": of.say(text.TRAINING),
        "drafting_group": [_drafter(of, role) for role in ("chief", "deputy", "clerk", "militia")],
        "consultation": {
            "methods": of.say.each(("{people}代表会议", "入户走访")),
            "date": _before(on, 14),
            "participants": 34 + len(of.groups),
            "summary": of.say(text.CONSULTED),
        },
    }


def _before(on: date, days: int) -> str:
    return (on - timedelta(days=days)).isoformat()


def _profile(of: Setting) -> Doc:
    throw = dice(of.subject.code, "profile")
    households, population = total(of.groups, "households"), total(of.groups, "population")
    unsafe = RISKS["houses"].homes
    return {
        "summary": "".join(of.say.each(text.SUMMARY)),
        "as_of": (of.on.replace(day=1) - timedelta(days=1)).isoformat(),
        "households": households,
        "registered_population": population,
        "resident_population": population * throw.randint(58, 70) // 100,
        "farmland_mu": households * 6 + throw.randint(20, 90),
        "rooms": households * 5 + throw.randint(10, 60),
        "unsafe_houses": {"households": unsafe, "rooms": unsafe * 3},
        "groups": list(of.groups),
        "water_assets": _water(of),
        "places": _places(of),
        "history": _history(of),
    }


def _water(of: Setting) -> list[Doc]:
    rows = (
        ("沟渠", "{ditch}侧大沟", "{ditch}，南北走向", "长约1.2千米，上口宽6米，去年冬季已清淤"),
        ("桥梁", "{ditch}侧大沟桥", "{g1}{ditch}头出{v}路上", "水泥小桥，宽4米，栏杆偏低，汛期派人看守"),
        ("闸", "{ditch}侧涵闸", "大沟与背街排水沟交汇处", "手动启闭，汛前已试开试关"),
        ("坑塘", "{pond}坑塘", "{g2}{pond}头", "水面约4亩，最深处2米多，已立警示牌"),
        ("机井", "田间机井", "全{v}耕地内", "共有14眼，井口均已加盖"),
    )
    return [dict(zip(("type", "name", "location", "note"), of.say.each(row), strict=True)) for row in rows]


def _places(of: Setting) -> list[Doc]:
    rows = (
        ("卫生室", "{v}卫生室", 12, "doctor"),
        ("文化广场", "文化广场", 60, "women"),
        ("商铺", "主街商铺", 40, "order"),
        ("养殖场", "{v}南养殖小区", 8, "vice"),
    )
    return [
        {"type": kind, "name": of.say(name), "headcount": heads, "contact_id": of.people[role]}
        for kind, name, heads, role in rows
    ]


def _history(of: Setting) -> list[Doc]:
    flood = of.say("短时强降雨，{low}部140亩秋作物受淹，{g1}7户院内进水，最深约40厘米，及时转移19人")
    rows = (
        (4, 7, 21, "洪涝内涝", flood),
        (2, 6, 6, "火灾", of.say("麦收期间{v}北麦场秸秆起火，应急队员二十分钟扑灭，烧毁秸秆约2吨")),
    )
    return [
        {
            "date": date(of.on.year - ago, month, day).isoformat(),
            "kind": kind,
            "loss_text": loss,
            "casualties": 0,
        }
        for ago, month, day, kind, loss in rows
    ]


def _risk(of: Setting, number: int, risk: Risk) -> Doc:
    return {
        "id": f"r{number:02d}",
        "name": of.say(risk.name),
        "hazard": risk.hazard,
        "location": of.say(risk.location),
        "grade": risk.grade,
        "trigger": of.say(risk.trigger),
        "affected": {"households": risk.homes, "people": sum(_homes(of, risk))},
        "watch_contact_id": of.people[risk.watch],
    }


def _command(of: Setting) -> Doc:
    helpers = iter(of.helpers)
    teams = [
        {
            "id": row,
            "name": name,
            "leader_id": of.people[leader],
            "members": [next(helpers) for _ in range(size)],
            "duties": of.say(duties),
        }
        for row, name, leader, size, duties in text.TEAMS
    ]
    return {
        "chief_id": of.people["chief"],
        "deputy_ids": [of.people["deputy"], of.people["vice"]],
        "duties": of.say.each(text.DUTIES),
        "teams": teams,
        "info_reporter_id": of.people["clerk"],
        "disaster_reporter_id": of.people["clerk"],
        "fire_manager_id": of.people["order"],
        "contacts": list(of.people.rows),
        "superior_contacts": superiors(of.say["township"], of.say["county"]),
    }


def superiors(township: str, county: str) -> list[Doc]:
    """Whom to ring above; the land lines are as invented as the mobile ones."""
    rows = (
        (f"{township}应急值班室", "0394-0000110"),
        (f"{county}应急管理局值班室", "0394-0000119"),
        ("火警和抢险救援", "119"),
        ("报警求助", "110"),
        ("医疗急救", "120"),
    )
    return [{"unit": unit, "phone": number} for unit, number in rows]


def _warning(of: Setting, theme: Theme) -> Doc:
    devices = {
        "应急广播大喇叭": 3,
        "铜锣": len(of.groups),
        "手摇报警器": 1,
        "微信群": len(of.groups),
        "敲门入户": 16,
    }
    channels = [
        {
            "type": kind,
            "device_count": devices[kind],
            "operator_id": of.people[role],
            "coverage": of.say(coverage),
            "backup": of.say(backup),
        }
        for kind, role, coverage, backup in text.CHANNELS
    ]
    levels = {"blue": theme.blue, "yellow": theme.yellow, "orange": theme.orange, "red": theme.red}
    return {
        "source_text": of.say(text.SOURCE),
        "channels": channels,
        "signals": [{"meaning": meaning, "signal": signal} for meaning, signal in text.SIGNALS],
        "actions_by_level": {level: of.say.each(actions) for level, actions in levels.items()},
        "call_confirm": {
            "who_id": of.people["clerk"],
            "to_whom": "巡查责任人、包保责任人和各小组组长",
            "within_min": 15,
        },
    }


def _evacuation(of: Setting, theme: Theme, risks: list[Doc]) -> Doc:
    outdoors = "地震" in theme.hazards[:1]
    parts = {
        "start_when": of.say.each(theme.start_when),
        "order": of.say.each(text.ORDER),
        "subjects": _subjects(of, theme, risks, outdoors),
        "routes": _routes(of, outdoors),
        "shelters": _shelters(of, outdoors),
        "return_when": of.say.each(text.RETURN),
    }
    return {name: part for name, part in parts.items() if part}


def _subjects(of: Setting, theme: Theme, risks: list[Doc], outdoors: bool) -> list[Doc]:
    heads, number, rows = iter(of.heads), count(1), []
    for risk, source in zip(risks, map(RISKS.__getitem__, theme.risks), strict=True):
        guards = cycle((f"g{source.group}", "deputy", "women", "order", "militia"))
        for home, people in enumerate(_homes(of, source), 1):
            row = {
                "id": f"s{next(number):02d}",
                "household_head": next(heads),
                "address": of.say(source.address, n=home),
                "people": people,
                "risk_point_id": risk["id"],
                "responsible_id": of.people[next(guards)],
                "shelter_id": _shelter_id(source.route, outdoors),
                "route_id": f"e{source.route:02d}",
            }
            rows.append(row | _care(home, people))
    return rows


def _homes(of: Setting, risk: Risk) -> list[int]:
    """How many people live in each household at this point."""
    throw = dice(of.subject.code, risk.name)
    return [throw.choice(risk.family) for _ in range(risk.homes)]


def _care(home: int, people: int) -> Doc:
    needs, transport, notes = text.CARE[people - 1 if people < 3 else 2 + home % (len(text.CARE) - 2)]
    row = {"vulnerable": list(needs), "transport": transport, "notes": notes}
    return {key: value for key, value in row.items() if value}


def _shelter_id(route: int, outdoors: bool) -> str:
    return f"a{route + 2 * outdoors:02d}"


def _routes(of: Setting, outdoors: bool) -> list[Doc]:
    return [
        {
            "id": f"e{route:02d}",
            "name": name,
            "from": of.say(start),
            "to_shelter_id": _shelter_id(route, outdoors),
            "path_text": path,
            "length_m": length,
            "responsible_id": of.people[role],
        }
        for route, (name, start, length, role, path) in enumerate(text.ROUTES, 1)
    ]


def _shelters(of: Setting, outdoors: bool) -> list[Doc]:
    throw = dice(of.subject.code, "shelters")
    return [
        {
            "id": row,
            "name": of.say(name),
            "type": kind,
            "address": of.say(address),
            "capacity": room + throw.randint(0, 5) * 10,
            "area_m2": area,
            "facilities": list(facilities),
            "keeper_id": of.people[role],
            "hazards_ok": list(hazards),
        }
        for row, name, kind, address, room, area, role, facilities, hazards in (
            text.SHELTERS[2:] if outdoors else text.SHELTERS[:3]
        )
    ]


def _response(of: Setting, theme: Theme) -> Doc:
    return {
        "by_hazard": [_by_hazard(of, hazard) for hazard in theme.hazards],
        "reporting": {
            "first_report_within_min": 15,
            "to": of.say.each(
                ("{township}应急值班室", "{gov_full}分管负责人", "119、110、120（情况紧急时同时拨打）")
            ),
            "contents": list(text.REPORT_CONTENTS),
        },
        "escalation": of.say(text.ESCALATION),
    }


def _by_hazard(of: Setting, hazard: str) -> Doc:
    plan = RESPONSES[hazard]
    steps = [
        {"order": order, "action": of.say(action), "who_id": of.people[role]}
        | ({"within_min": limit} if limit else {})
        for order, (action, role, limit) in enumerate(plan.steps, 1)
    ]
    return {
        "hazard": hazard,
        "first_10min": of.say.each(plan.first),
        "steps": steps,
        "do_not": of.say.each(plan.never),
        "stop_when": of.say.each(plan.stop),
    }


def _resources(of: Setting, theme: Theme) -> Doc:
    keepers, places = cycle(("women", "clerk", "militia")), cycle(("{hall}东屋物资库", "{hall}值班室"))
    supplies = []
    for key in theme.supplies:
        name, spec, unit, quantity = SUPPLIES[key]
        where = {
            "place": of.say(next(places)),
            "keeper_id": of.people[next(keepers)],
            "checked_on": _before(of.on, 20),
        }
        supplies.append({"name": name, "spec": spec, "unit": unit, "qty": quantity} | where)
    return {
        "teams_ref": [
            {"team_id": "t04", "headcount": 9, "skills": ["水泵操作", "灭火器使用", "绳索救援"]},
            {"team_id": "t03", "headcount": 6, "skills": ["担架搬运", "车辆驾驶"]},
            {"team_id": "t05", "headcount": 3, "skills": ["心肺复苏", "止血包扎", "消毒"]},
        ],
        "supplies": supplies,
        "borrowable": _borrowable(of),
        "support_text": of.say(text.SUPPORT),
    }


def _borrowable(of: Setting) -> list[Doc]:
    rows = (
        ("铲车1台", "{v}东农机户", "已签调用协议，油料由{v}集体承担"),
        ("农用三轮车3辆", "{g1}运输户", "口头约定，随叫随到"),
        ("面包车2辆", "主街商户", "口头约定，优先运送老人和病人"),
        ("大功率水泵1台", "{v}南种植大户", "已签调用协议，损坏照价赔偿"),
    )
    return [
        {
            "item": item,
            "owner": of.say(owner),
            "phone": phone(of.subject.code, 40 + n),
            "agreement": of.say(terms),
        }
        for n, (item, owner, terms) in enumerate(rows, 1)
    ]


def _drill(of: Setting, theme: Theme) -> str:
    return of.say(text.DRILL_AT_HOME if theme.at_home else text.DRILL, drill=theme.drill)


def _drafter(of: Setting, role: str) -> Doc:
    row = next(row for row in of.people.rows if row["id"] == of.people[role])
    return {"name": row["name"], "post": row["post"] + ("（组长）" if role == "chief" else "")}
