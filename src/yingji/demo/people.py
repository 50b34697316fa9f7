"""Invented people with accounts: a clerk and a head for every unit, the township's offices, the county."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from yingji.units.queries import Unit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "明华建国志强海燕秀英桂兰文斌晓东卫民春梅永利玉珍新民爱玲红军丽娟德厚守田长青雪梅"
PASSWORD = "示例-yingji-1"  # noqa: S105 - printed for everybody who runs the demo


@dataclass(frozen=True, slots=True)
class Account:
    """An account to open: who, as what, over which unit (code)."""

    login: str
    name: str
    post: str
    role: str
    scope: str


def invented_name(seed: str) -> str:
    """A name that always comes out the same for the same seed."""
    draw = random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311 - names, not secrets
    return draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))


def office_accounts(township: Unit, county: str, mayor: str) -> tuple[Account, ...]:
    """The people at the township and the county who appear in every story."""
    code = township.code
    return (
        Account("xiangwenshu", invented_name("xiangwenshu"), "党政办工作人员", "clerk", code),
        Account("xiangzhang", mayor, "乡长", "approver", code),
        Account("shenhe", invented_name("shenhe"), "司法所负责审核人员", "reviewer", code),
        Account("yingjiban", invented_name("yingjiban"), "应急管理办公室主任", "office", code),
        Account("falv", invented_name("falv"), "法律顾问", "counsel", code),
        Account("shenji", invented_name("shenji"), "纪检干部", "auditor", code),
        Account("xianju", invented_name("xianju"), "县应急管理局预案科工作人员", "viewer", county),
        Account("guanli", invented_name("guanli"), "系统管理员", "sysadmin", code),
    )


def unit_accounts(units: Sequence[tuple[Unit, str]]) -> tuple[Account, ...]:
    """A clerk and a head for each unit below the township; the head is the one its plan names."""
    accounts = []
    for order, (unit, chief) in enumerate(units, start=1):
        clerk, head = (
            ("村文书", "村党支部书记、村委会主任") if unit.kind == "village" else ("办公室人员", "主要负责人")
        )
        accounts.append(Account(clerk_of(order), invented_name(f"c{unit.code}"), clerk, "clerk", unit.code))
        accounts.append(Account(head_of(order), chief, head, "head", unit.code))
    return tuple(accounts)


def clerk_of(order: int) -> str:
    """The login of the clerk of the nth unit."""
    return f"wenshu{order:02d}"


def head_of(order: int) -> str:
    """The login of the head of the nth unit."""
    return f"zhuren{order:02d}"


SIGN_INS = (
    ("wenshu01", "村文书（只看得见本村）"),
    ("zhuren01", "村主要负责人"),
    ("shenhe", "乡审核员"),
    ("xiangzhang", "乡签发人"),
    ("yingjiban", "乡应急办"),
    ("xianju", "县应急管理局（只看）"),
    ("shenji", "纪检审计（看办理记录）"),
    ("guanli", "系统管理员"),
)
"""Accounts that get the sample password, and what to look at with them."""
