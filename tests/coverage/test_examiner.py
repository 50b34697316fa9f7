"""An examiner's cases: histories made by commands alone, verdicts worked out by hand from the written rules.

Each case is what was done, a day and a command on a line, and what must be told: a day (``known``: by what had been
entered until then), whose plan, its status, how far it is counted (none, have, timely, usable), its findings with
severity (``@``: since), ``due`` and ``recheck``. The words in ``SHORT`` stand for the commands they make.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.making import COUNTY, OTHER, SCHOOL, TOWNSHIP, VILLAGE, Answer, Command, Registry, make_command

from yingji.cli.frame import Session
from yingji.db import Database

NAMES = {"V": VILLAGE, "W": OTHER, "T": TOWNSHIP, "S": SCHOOL, "C": COUNTY}
LATER = "2031-01-01"
ORDER = "--order 沈政〔2026〕5号"
MARKED = "--by 王五 --reason 响应分级调整"
EXCUSED = "--reason 整村搬迁 --approver 石槽集乡人民政府"
DECIDED = "--decided-by 石槽集乡人民政府"
VILLAGES = f"--unit-kind village --under T --basis 乡工作方案 {DECIDED}"

CASES: dict[str, tuple[str, str]] = {
    "an exemption that is over starts the duty anew": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-03-30 exempt add V fire --from 2026-04-01 --until 2026-06-30 {EXCUSED}
        """,
        """
        2026-03-31 V fire missing none M1:red@2025-01-01 recheck 2026-04-01
        2026-06-30 V fire exempt none recheck 2026-07-01
        2026-06-30 known 2026-03-29 V fire missing none M1:red recheck never
        2026-07-01 V fire missing none M1:red@2026-07-01 recheck never
        """,
    ),
    "a village founded after the requirement has lacked nothing before": (
        f"""
        2026-01-05 require add {VILLAGES} --kind relief --from 2025-01-01
        2026-03-02 unit add 411624201270 --name 新立村民委员会 --kind village --under T --from 2026-03-02 {ORDER}
        """,
        """
        2026-03-01 411624201270 relief -
        2026-04-01 411624201270 relief missing none M1:amber@2026-03-02 recheck 2026-04-02
        2026-04-02 411624201270 relief missing none M1:red@2026-03-02 recheck never
        """,
    ),
    "one requirement follows on another without a seam": (
        """
        2026-01-05 need V fire 2026-02-01 2026-04-30
        2026-01-05 need V fire 2026-05-01
        """,
        """
        2026-01-31 V fire -
        2026-04-30 V fire missing none M1:red@2026-02-01 recheck never
        2026-05-01 V fire missing none M1:red@2026-02-01 recheck never
        """,
    ),
    "two villages merge into a new one and live on their plans for 90 days": (
        f"""
        2026-01-05 require add {VILLAGES} --kind fire --from 2025-01-01
        2026-01-12 issue V fire
        2026-03-02 unit merge V W --into 411624201250=石槽新村民委员会 --from 2026-03-02 {ORDER}
        """,
        """
        2026-03-01 V fire current usable due 2029-01-12
        2026-03-02 V fire -
        2026-05-31 411624201250 fire needs_revision have U1:amber@2026-03-02 recheck 2026-06-01
        2026-06-01 411624201250 fire missing none M1:red@2026-06-01 recheck never
        """,
    ),
    "a new version answers what was told of contacts and shelters of the old one": (
        """
        2026-01-05 need V flood 2025-01-01
        2026-01-12 issue V flood
        2026-02-03 contact fail V flood c03 --on 2026-02-03
        2026-02-04 shelter close V flood a01 --on 2026-02-04
        2026-02-10 issue V flood -confirm -drill +command/contacts/2/phone=13800008888
        2026-02-16 contact confirm V flood --on 2026-02-16 --by 赵六 --key c03
        2026-02-20 issue V flood -confirm -drill +command/contacts/4/name=钱七
        2026-02-27 shelter close V flood a01 --on 2026-02-27
        """,
        """
        2026-02-09 V flood needs_revision have O4:amber@2026-02-03
        2026-02-10 V flood current timely due 2029-02-10
        2026-02-16 V flood current usable
        2026-02-20 V flood current timely
        2026-02-27 V flood needs_revision have O4:amber@2026-02-27
        """,
    ),
    "a plan that takes effect in summer is filed and made known from its issue in spring": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-03-20 issue V fire -sign -file -publish -confirm -drill effective_on=2026-06-15
        """,
        """
        2026-03-19 V fire missing none M1:red
        2026-04-12 V fire awaiting_approval none M2:amber recheck 2026-04-13
        2026-04-20 V fire awaiting_approval none M2:amber D1:amber@2026-04-13 D2:amber recheck 2026-04-21
        2026-04-21 V fire awaiting_approval none M2:amber M5a:amber@2026-04-21 D1:red@2026-04-21 D2:red recheck 2026-06-15
        2026-06-15 V fire unfiled timely M5a:amber D1:red D2:red due 2029-03-20
        """,
    ),
    "issued on 29 February, for 36 months that nobody here decided": (
        """
        2024-01-08 need V fire 2024-01-01
        2024-02-29 issue V fire
        """,
        """
        2024-08-27 V fire current usable due 2027-02-28
        2024-08-28 V fire current timely
        2025-02-28 V fire current timely O9:grey@2025-02-01 recheck 2025-03-01
        2026-11-29 V fire current timely D5:grey O9:grey recheck 2026-11-30
        2026-11-30 V fire due_soon timely D5:grey O9:grey recheck 2027-03-01
        2027-03-01 V fire review_overdue have O1:grey@2027-03-01 D5:grey@2025-03-01 O9:grey recheck never
        """,
    ),
    "overdue before to be revised before due soon before not filed": (
        f"""
        2025-01-06 need V fire 2025-01-01
        2025-01-06 policy set evaluation_months 6 --from 2025-01-01 {DECIDED}
        2025-03-31 issue V fire -file
        2025-08-05 contact fail V fire c03 --on 2025-08-05
        2025-10-10 plan move V fire confirm note=逐项核对 --as zhuren
        2025-10-13 plan move V fire file receipt_no=2号 --as yingjiban
        """,
        """
        2025-04-28 V fire current usable D1:amber recheck 2025-04-29
        2025-07-01 V fire unfiled usable D1:red@2025-04-29 recheck 2025-07-02
        2025-07-02 V fire due_soon usable D1:red due 2025-09-30
        2025-08-05 V fire needs_revision have O4:amber@2025-08-05 D1:red recheck 2025-10-01
        2025-10-01 V fire review_overdue have O1:red@2025-10-01 O4:amber D1:red
        2025-10-12 V fire needs_revision have O4:amber D1:red due 2026-04-10
        2025-10-13 V fire needs_revision have O4:amber
        """,
    ),
    "twenty working days over the spring festival": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-02-06 issue V fire -sign -file -publish
        2026-03-16 plan move V fire file receipt_no=1号 --on 2026-03-13 --as yingjiban
        """,
        """
        2026-03-04 V fire current usable recheck 2026-03-05
        2026-03-12 V fire current usable D1:amber@2026-03-05 D2:amber recheck 2026-03-13
        2026-03-13 known 2026-03-15 V fire unfiled usable D1:red@2026-03-13 D2:red M5a:amber@2026-03-13
        2026-03-13 V fire current usable D2:red M5a:amber
        """,
    ),
    "from upload through review, signature and issue to effect": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-01-05 policy set review_workdays 3 --from 2026-01-01 {DECIDED}
        2026-03-02 upload V fire
        2026-03-03 plan move V fire submit --as yingjiban
        2026-03-10 plan move V fire pass --all-conform --as shenhe
        2026-03-12 plan move V fire approve signer_name=张三 signer_post=村委会主任 --as zhuren
        2026-03-20 plan move V fire issue drafting_note=编制说明 effective_on=2026-04-01 --as yingjiban
        """,
        """
        2026-03-01 V fire missing none M1:red@2025-01-01
        2026-03-06 V fire drafting none M2:amber@2026-03-02 recheck 2026-03-07
        2026-03-09 V fire drafting none M2:amber D6:red@2026-03-07
        2026-03-10 V fire awaiting_approval none M2:amber recheck never
        2026-03-31 V fire awaiting_approval none M2:amber recheck 2026-04-01
        2026-04-01 V fire current timely due 2029-03-20
        """,
    ),
    "revoked, drafted again and issued again": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-01-12 issue V fire
        2026-02-10 issue V fire +title=石槽集村火灾应急预案（修订）
        2026-03-02 plan move V fire revoke reason=收回重编 --as zhuren
        2026-03-10 upload V fire +title=石槽集村火灾应急预案（重编）
        """,
        """
        2026-03-01 V fire current usable due 2029-02-10
        2026-03-02 V fire revoked none M1:red@2026-03-02 recheck never
        2026-03-10 V fire revoked none M2:amber@2026-03-10
        """,
    ),
    "the township's plan changes: marked before it takes effect, cleared by name": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-01-05 policy set upstream_red_days 30 --from 2026-01-01 {DECIDED}
        2026-01-12 issue V fire
        2026-02-10 issue T fire -confirm -drill effective_on=2026-03-01
        2026-02-12 basis major T/fire@1 --on 2026-02-12 {MARKED}
        2026-04-15 plan move V fire confirm note=逐项核对 clears=O2：本村不涉及 --as zhuren
        """,
        """
        2026-02-28 V fire current usable recheck 2026-03-01
        2026-03-31 V fire needs_revision have O2:amber@2026-03-01 recheck 2026-04-01
        2026-04-14 V fire needs_revision have O2:red
        2026-04-15 V fire current usable due 2029-04-15
        """,
    ),
    "a new head, told late": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-01-05 policy set roster_red_days 20 --from 2026-01-01 {DECIDED}
        2026-01-05 roster set V 主要负责人 张三 --from 2025-01-01
        2026-01-12 issue V fire +command/contacts/0/name=张三
        2026-03-16 roster set V 主要负责人 钱七 --from 2026-03-02
        """,
        """
        2026-03-02 known 2026-03-15 V fire current usable
        2026-03-02 V fire needs_revision have O3:amber@2026-03-02 recheck 2026-03-23
        2026-03-23 V fire needs_revision have O3:red
        """,
    ),
    "a cited document is superseded, its number written with other brackets": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-01-05 document OLD 豫政办〔2020〕8号 2020-08-01
        2026-01-12 issue V fire '+basis=[{"title": "河南省火灾事故应急预案", "doc_no": "豫政办[2020]8号"}]'
        2026-03-20 document NEW 豫政办〔2026〕9号 2026-04-01 OLD
        """,
        """
        2026-03-31 V fire current usable recheck 2026-04-01
        2026-04-01 known 2026-03-19 V fire current usable
        2026-04-01 V fire needs_revision have O5:amber@2026-04-01
        """,
    ),
    "what a drill showed is not mended for 90 days": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-01-12 issue V fire
        2026-03-02 drill add V fire --on 2026-03-01 --finding 东头喇叭听不清
        2026-07-01 drill close 1 --on 2026-06-15
        """,
        """
        2026-05-30 V fire current usable recheck 2026-05-31
        2026-05-31 V fire needs_revision have O7:amber@2026-05-31
        2026-06-15 known 2026-06-30 V fire needs_revision have O7:amber
        2026-06-15 V fire current usable
        """,
    ),
    "a flood plan not confirmed before the season decided here": (
        f"""
        2025-01-06 need V flood 2025-01-01
        2025-01-06 policy set flood_confirm_by 05-20 --from 2025-01-01 {DECIDED}
        2025-02-10 issue V flood
        2026-05-25 plan move V flood confirm note=逐项核对 --as zhuren
        """,
        """
        2025-06-01 V flood current usable
        2026-04-19 V flood current timely D5:grey O9:grey recheck 2026-04-20
        2026-05-19 V flood current timely O1f:amber@2026-04-20 D5:grey O9:grey recheck 2026-05-20
        2026-05-24 V flood current timely O1f:red D5:grey O9:grey
        2026-05-25 V flood current timely D5:grey O9:grey due 2029-05-25
        """,
    ),
    "a chapter of the comprehensive plan covers, until that is to be revised": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-01-12 issue V comprehensive '+covers_kinds=["fire"]' -confirm -drill effective_on=2026-02-02
        2026-02-10 contact fail V comprehensive c03 --on 2026-02-10
        2026-02-24 issue V fire
        """,
        """
        2026-02-01 V fire missing none M1:red recheck 2026-02-02
        2026-02-02 V fire current timely due 2029-01-12
        2026-02-10 V fire needs_revision have O4:amber M3:amber@2026-02-10
        2026-02-24 V fire current usable
        """,
    ),
    "drills of a township, and of a school nobody decided on": (
        """
        2024-01-08 need T work_safety 2024-01-01
        2024-01-08 need T fire 2024-01-01
        2024-01-08 need S fire 2024-01-01
        2024-01-08 issue T work_safety -drill
        2024-01-08 issue T fire -drill
        2024-01-08 issue S fire -drill -file
        2024-09-02 drill add T work_safety --on 2024-08-31
        """,
        """
        2024-02-04 S fire current usable D1:grey recheck 2024-02-05
        2024-02-05 S fire unfiled usable D1:grey@2024-02-05
        2026-08-31 T work_safety current timely recheck 2026-09-01
        2026-09-01 T work_safety current timely D3:red@2026-09-01
        2027-01-08 T fire due_soon timely recheck 2027-01-09
        2027-01-09 T fire review_overdue have O1:grey D4:red@2027-01-09
        2027-01-09 S fire review_overdue have O1:grey D1:grey
        """,
    ),
    "the most specific decision wins, then the nearest, each from when it was entered": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-01-12 issue V fire
        2026-01-13 policy set evaluation_months 30 --under C --from 2026-01-01 --decided-by 沈丘县人民政府
        2026-01-14 policy set evaluation_months 24 --under T --from 2026-01-01 {DECIDED}
        2026-01-15 policy set evaluation_months 18 --under C --kind fire --from 2026-01-01 --decided-by 沈丘县人民政府
        2026-01-16 policy set evaluation_months 15 --under T --kind fire --from 2026-01-01 {DECIDED}
        2026-01-17 policy set evaluation_months 6 --under V --from 2026-01-01 {DECIDED}
        2026-01-18 policy set evaluation_months 12 --under T --kind fire --from 2026-03-01 {DECIDED}
        """,
        """
        2026-02-28 known 2026-01-12 V fire current usable due 2029-01-12
        2026-02-28 known 2026-01-13 V fire current usable due 2028-07-12
        2026-02-28 known 2026-01-14 V fire current usable due 2028-01-12
        2026-02-28 known 2026-01-15 V fire current usable due 2027-07-12
        2026-02-28 known 2026-01-16 V fire current usable due 2027-04-12
        2026-02-28 V fire current usable due 2027-04-12
        2026-03-01 V fire current usable due 2027-01-12
        """,
    ),
    "a village goes to another township with its plan": (
        f"""
        2026-01-05 require add {VILLAGES} --kind fire --from 2025-01-01
        2026-01-05 unit add 411624001000 --name 东城街道 --kind township --under C --from 2026-01-01 {ORDER}
        2026-01-12 issue V fire
        2026-03-02 unit move V --under 411624001000 --from 2026-03-02 {ORDER}
        2026-03-09 require add --unit-kind village --under C --basis 县方案 {DECIDED} --kind fire --from 2026-03-09
        2026-03-10 unit recode V --to 411624001212 --from 2026-03-10 {ORDER}
        """,
        """
        2026-03-01 V fire current usable due 2029-01-12
        2026-03-02 V fire -
        2026-03-09 V fire current usable due 2029-01-12
        2026-03-10 411624001212 fire current usable due 2029-01-12
        2026-03-10 known 2026-03-01 V fire current usable
        """,
    ),
    "a village that will go to another township, which asks for other plans": (
        f"""
        2026-01-05 require add {VILLAGES} --kind fire --from 2025-01-01
        2026-01-05 unit add 411624001000 --name 东城街道 --kind township --under C --from 2025-06-01 {ORDER}
        2026-01-06 require add {VILLAGES.replace("T", "411624001000")} --kind relief --from 2025-07-01
        2026-03-01 unit move V --under 411624001000 --from 2026-04-01 {ORDER}
        2026-03-02 unit end W --from 2026-05-01 {ORDER}
        """,
        """
        2026-02-28 V fire missing none M1:red@2025-01-01 recheck never
        2026-03-31 V fire missing none M1:red@2025-01-01 recheck 2026-04-01
        2026-03-31 V relief -
        2026-04-01 V fire -
        2026-04-01 V relief missing none M1:red@2026-04-01 recheck never
        2026-04-30 W fire missing none M1:red@2025-01-01 recheck 2026-05-01
        """,
    ),
    "a plan on paper, known only as a scan and only from its entry": (
        """
        2026-01-05 need V fire 2024-01-01
        2026-03-02 scan V fire 2024-05-06
        """,
        """
        2026-03-02 known 2026-03-01 V fire missing none M1:red@2024-01-01
        2024-05-05 V fire missing none M1:red
        2024-05-06 V fire current timely M6:amber due 2027-05-06
        2024-06-01 V fire unfiled timely M5a:amber M6:amber D1:red@2024-06-01 D2:red
        """,
    ),
    "a corrected day moves what stood, and not what was known to stand": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-02-09 issue V fire -file -publish
        2026-02-10 plan correct V fire issued_on=2026-02-09 effective_on=2026-02-10 --reason 笔误 --as yingjiban
        """,
        """
        2026-02-09 known 2026-02-09 V fire current usable due 2029-02-09
        2026-02-09 V fire awaiting_approval none M2:amber recheck 2026-02-10
        2026-03-13 V fire current usable D1:amber D2:amber recheck 2026-03-14
        """,
    ),
    "the maker declared that revision is needed": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-01-12 issue V fire
        2026-02-03 plan move V fire declare reason=河道改线 --as zhuren
        """,
        """
        2026-05-04 V fire current usable O8:grey@2026-02-03 recheck 2026-05-05
        2026-05-05 V fire needs_revision have O8:amber
        """,
    ),
    "late entries change the past and not what was known of it": (
        f"""
        2025-01-06 need V fire 2025-01-01
        2025-01-31 issue V fire -confirm
        2025-12-31 contact confirm V fire --on 2025-12-31 --by 赵六
        2026-03-02 drill add V fire --on 2026-01-10
        2026-03-03 policy set drill_months 11 --unit-kind village --from 2025-01-01 {DECIDED}
        2026-03-04 exempt add V fire --from 2026-02-01 --until 2026-02-28 {EXCUSED}
        """,
        """
        2026-01-31 V fire current usable O9:grey
        2026-02-01 V fire exempt none recheck 2026-03-01
        2026-02-01 known 2026-03-03 V fire current usable O9:grey
        2026-02-01 known 2026-03-01 V fire current timely D5:grey@2026-02-01 O9:grey
        2026-01-09 V fire current timely D5:red@2026-01-01 O9:grey
        """,
    ),
    "what a plan lacks, as its rule weighs it for a township and for a village": (
        """
        2026-01-05 need V fire 2025-01-01
        2026-01-05 need T fire 2025-01-01
        2026-01-12 issue V fire -note +consultation={}
        2026-01-12 issue T fire -note +consultation={}
        """,
        """
        2026-01-12 V fire current usable M6:amber M7:grey
        2026-01-12 T fire current usable M6:amber M7:amber
        """,
    ),
    "who may sign is asked of the day of signing": (
        f"""
        2026-01-05 need V fire 2025-01-01
        2026-01-05 policy set signer_posts 党支部书记 --from 2026-01-01 {DECIDED}
        2026-01-12 issue V fire
        2026-02-05 policy set signer_posts 村委会主任 --from 2026-02-05 {DECIDED}
        """,
        """
        2026-02-04 V fire current usable M5b:red@2026-01-12
        2026-02-05 V fire current usable M5b:red@2026-01-12
        """,
    ),
}


STEPS = {
    "submit": "plan move {0} {1} submit --as yingjiban",
    "pass": "plan move {0} {1} pass --all-conform --as shenhe",
    "approve": "plan move {0} {1} approve signer_name=张三 signer_post=村委会主任 --as xiangzhang",
    "issue": "plan move {0} {1} issue {note} {fields} --as yingjiban",
    "sign": "plan attach {0} {1} scan.pdf --type signed --version {number} --as yingjiban",
    "file": "plan move {0} {1} file receipt_no=1号 --version {number} --as yingjiban",
    "publish": "plan move {0} {1} publish where=公开栏 --version {number} --as yingjiban",
    "confirm": "contact confirm {0} {1} --on {day} --by 赵六",
    "drill": "drill add {0} {1} --on {day}",
}
"""What ``issue`` does after the upload."""

Act = Callable[..., Answer]


@pytest.fixture
def act(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Act]:
    """``act(day, line)``: one command on a day, which must be done. All of a case's share their connections."""
    database = Database(registry.database.url, clock="set")
    monkeypatch.setattr(Session, "new_database", lambda _: database)
    command: Command = make_command(registry.database.url, monkeypatch, capsys)
    monkeypatch.chdir(tmp_path)
    Path("scan.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")

    def call(day: str, line: str) -> Answer:
        monkeypatch.setenv("YINGJI_NOW", f"{day}T09:00:00+08:00")
        words = [re.sub("^[VWTSC](?=$|/)", lambda found: NAMES[found[0]], word) for word in shlex.split(line)]
        answer: Answer = command(*words)
        assert answer.code == 0, (day, line, answer)
        return answer

    yield call
    database.close()


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_the_one_worked_out_by_hand(name: str, act: Act) -> None:
    done, told = CASES[name]
    for line in filter(None, map(str.strip, done.splitlines())):
        day, verb, *words = shlex.split(line)
        if short := SHORT.get(verb):
            short(act, day, *words)
        else:
            act(day, line.partition(" ")[2])
    for line in filter(None, map(str.strip, told.splitlines())):
        assert _told(act, line) == line


def _need(act: Act, day: str, code: str, kind: str, begin: str, *end: str) -> None:
    """``need UNIT KIND FROM [UNTIL]``, decided by the township."""
    until = f"--until {end[0]}" if end else ""
    act(day, f"require add --unit {code} --kind {kind} --from {begin} {until} --basis 方案 {DECIDED}")


def _document(act: Act, day: str, key: str, doc_no: str, effective_on: str, former: str = "") -> None:
    """``document ID NUMBER EFFECTIVE [SUPERSEDES]``: a document of the register, by import."""
    columns = "id,issuer,kind,title,doc_no,issued_on,effective_on,supersedes,ended_on,certainty,note"
    row = f"{key},,,河南省火灾事故应急预案,{doc_no},{effective_on},{effective_on},{former},,copy,"
    Path("basis.csv").write_text(f"{columns}\n{row}\n", "utf-8")
    act(day, "basis import basis.csv")


def _scan(act: Act, day: str, code: str, kind: str, issued_on: str) -> None:
    """``scan UNIT KIND ISSUED``: a plan issued on paper, recorded as a scan only."""
    said = f"signer_name=张三 signer_post=主任 issued_on={issued_on} reason=系统启用前印发"
    act(day, f"plan record --scan scan.pdf --unit {code} --kind {kind} --as yingjiban {said}")


def _upload(act: Act, day: str, code: str, kind: str, *changes: str) -> int:
    """``upload UNIT KIND [+PATH=VALUE …]``: the example of the day with other values."""
    document = json.loads(act(day, f"plan example {code} {kind}").out)
    for change in changes:
        path, _, value = change[1:].partition("=")
        *above, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        place: Any = document
        for step in above:
            place = place[step]
        place[last] = json.loads(value) if value[0] in "[{" else value
    Path("plan.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    answer = act(day, f"plan upload plan.json --unit {code} --kind {kind} --as yingjiban --json")
    return int(answer.json["number"])


def _issue(act: Act, day: str, code: str, kind: str, *words: str) -> None:
    """``issue UNIT KIND [-STEP …] [+PATH=VALUE …] [FIELD=VALUE …]``: from upload to drill in a day, but for ``-``."""
    left = {word[1:] for word in words if word[0] == "-"}
    said = {
        "number": _upload(act, day, code, kind, *(word for word in words if word[0] == "+")),
        "note": "" if "note" in left else "drafting_note=编制说明",
        "fields": " ".join(word for word in words if word[0] not in "-+"),
        "day": day,
    }
    for step, line in STEPS.items():
        if step not in left:
            act(day, line.format(code, kind, **said))


SHORT: dict[str, Callable[..., object]] = {
    "need": _need,
    "document": _document,
    "scan": _scan,
    "upload": _upload,
    "issue": _issue,
}


def _told(act: Act, line: str) -> str:
    """What the command tells of the cell, with just the details the line asks for."""
    day, *rest = line.split()
    known = f"--known-on {rest[1]}" if rest[0] == "known" else ""
    code, kind, *said = rest[2:] if known else rest
    told = act(LATER, f"coverage --under C --kind {kind} --as-of {day} {known} --json").json
    totals = told["totals"]
    assert sum(totals["by_status"].values()) == totals["cells"] == len(told["cells"])
    assert totals["expected"] >= totals["have"] >= totals["timely"] >= totals["usable"]
    start = line[: line.index(f"{code} {kind}") + len(f"{code} {kind}")]
    cell = next((c for c in told["cells"] if c["unit"] == NAMES.get(code, code)), None)
    if cell is None:
        return f"{start} -"
    reach = next((word for word in ("usable", "timely", "have") if cell[word]), "none")
    asked = [word.partition(":")[0] for word in said]
    dated = {word.partition(":")[0] for word in said if "@" in word}
    found = sorted(cell["findings"], key=lambda f: asked.index(f["code"]) if f["code"] in asked else -1)
    findings = [f"{f['code']}:{f['severity']}" + f"@{f['since']}" * (f["code"] in dated) for f in found]
    days = {"due": cell["due_on"], "recheck": cell["recheck_on"] or "never"}
    return " ".join(
        [start, cell["status"], reach, *findings, *(f"{word} {days[word]}" for word in said if word in days)]
    )
