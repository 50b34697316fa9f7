"""Every move from every state, who is kept apart, which days are taken."""

from datetime import timedelta
from typing import Any

import pytest
from tests.making import COSIGNED, FIELDS, SIGNED, TODAY, TOWNSHIP, TOWNSHIP_HANDS, Registry, at

from yingji.access.actions import give_role, take_role
from yingji.access.queries import actor
from yingji.access.rights import LOCAL
from yingji.basis import actions as basis
from yingji.desk.procedure import make_move
from yingji.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Stale, Usage
from yingji.lifecycle.fields import ALL_CONFORM
from yingji.lifecycle.history import Declaration, fold
from yingji.lifecycle.queries import acts_of
from yingji.lifecycle.transitions import MOVES

WAYS = {
    "draft": (),
    "submitted": ("submit",),
    "returned": ("submit", "return"),
    "passed": ("submit", "pass"),
    "approved": ("submit", "pass", "approve"),
    "issued": ("submit", "pass", "approve", "issue"),
    "revoked": ("submit", "pass", "approve", "issue", "revoke"),
    "replaced": ("upload",),
}
"""The shortest way to each state."""

LEADS_TO = {
    "draft": {"submit": "submitted"},
    "submitted": {"withdraw": "draft", "return": "returned", "pass": "passed"},
    "returned": {"submit": "submitted"},
    "passed": {"return": "returned", "opine": "passed", "approve": "approved"},
    "approved": {"issue": "issued"},
    "issued": {
        **dict.fromkeys(("file", "publish", "confirm", "declare"), "issued"),
        "revoke": "revoked",
    },
    "revoked": {},
    "replaced": {},
}
"""The contract's table: every move that is not here is refused."""


FACTS = ("file", "publish", "confirm", "declare", "revoke")
"""The moves on an issued version, in an order in which all of them work."""


class Undone(Exception):  # noqa: N818 - not an error: it takes back what was tried
    """Leaves a writing without storing it."""


def tried(registry: Registry, move: str) -> str:
    """Where a move on the first version would lead; ``conflict`` when the state forbids it."""
    found = ""
    try:
        with registry.database.writing() as w:
            found = make_move(
                w,
                actor(w, TOWNSHIP_HANDS[move], TODAY),
                at(),
                unit=registry.unit(TOWNSHIP),
                kind="flood",
                move=move,
                fields=FIELDS.get(move, {}),
                number=1,
            ).state
            raise Undone
    except Undone:
        return found
    except Conflict as refusal:
        assert "这一版现在是" in refusal.detail
        return "conflict"


@pytest.mark.parametrize("state", LEADS_TO)
def test_from_each_state_lead_the_moves_of_the_contract_and_no_others(registry: Registry, state: str) -> None:
    registry.upload("xiangwenshu", code=TOWNSHIP)
    for step in WAYS[state]:
        if step == "upload":
            registry.upload("xiangwenshu", code=TOWNSHIP, recovery=["另一份内容，用来替换原来的草稿。"])
        else:
            registry.move(step, code=TOWNSHIP)
    file = registry.dossier(TOWNSHIP)
    assert file.histories[file.versions[0].id].state == state
    reached = {move: tried(registry, move) for move in MOVES}
    assert {move: to for move, to in reached.items() if to != "conflict"} == LEADS_TO[state]


@pytest.mark.parametrize("move", ["", "Submit", "record", "correct", "replace", "提交", "approve "])
def test_an_unknown_move_is_wrong_usage_and_lists_the_moves(registry: Registry, move: str) -> None:
    registry.upload()
    with pytest.raises(Usage) as refusal:
        registry.move(move, "wenshu")
    assert all(known in refusal.value.detail for known in MOVES)


def test_a_move_on_nothing_is_not_found(registry: Registry) -> None:
    with pytest.raises(NotFound, match="上传"):
        registry.move("submit")
    registry.upload()
    with pytest.raises(NotFound, match="现有：1"):
        registry.move("submit", number=2)
    with pytest.raises(Usage, match="flood"):
        registry.move("submit", kind="landslide")


# Who is kept apart


@pytest.mark.parametrize("uploader, submitter", [("yingjiban", "wenshu"), ("wenshu", "yingjiban")])
def test_whoever_uploaded_or_submitted_does_not_pass(
    registry: Registry, uploader: str, submitter: str
) -> None:
    """The office's clerk is made reviewer: rights allow it, separation does not."""
    end_reviewer(registry)
    give(registry, "yingjiban", "reviewer")
    registry.upload(uploader)
    registry.move("submit", submitter)
    with pytest.raises(Forbidden, match="上传或报审"):
        registry.move("pass", "yingjiban")
    assert registry.state() == "submitted"


def test_whoever_passed_does_not_approve(registry: Registry) -> None:
    give(registry, "shenhe", "approver")
    registry.upload()
    registry.moves("submit", "pass")
    with pytest.raises(Forbidden, match="审核通过的人"):
        registry.move("approve", "shenhe")
    registry.move("approve", "xiangzhang")


def test_a_pass_taken_back_keeps_nobody_apart(registry: Registry) -> None:
    give(registry, "shenhe", "approver")
    registry.upload()
    registry.moves("submit", "pass", "return", "submit")
    end_reviewer(registry)
    give(registry, "kankan", "reviewer")
    registry.move("pass", "kankan")
    assert registry.move("approve", "shenhe").state == "approved"


def test_only_the_submitter_or_the_office_withdraws(registry: Registry) -> None:
    registry.upload()
    registry.move("submit", "wenshu")
    with pytest.raises(Forbidden, match="撤回"):
        registry.move("withdraw", "zhuren")
    registry.move("withdraw", "wenshu")
    registry.move("submit", "zhuren")
    assert registry.move("withdraw", "yingjiban").state == "draft"


def test_rights_come_before_anything_is_told(registry: Registry) -> None:
    """Somebody without rights learns nothing of a plan: not even whether there is one."""
    for move in ("submit", "pass", "approve", "file", "confirm", "declare", "revoke"):
        with pytest.raises(Forbidden):
            registry.move(move, "linwenshu")


def give(registry: Registry, login: str, role: str) -> None:
    unit = registry.unit(TOWNSHIP)
    with registry.database.writing() as w:
        give_role(w, LOCAL, at(), login=login, role=role, unit_id=unit.id, path=unit.path, from_day=TODAY)


def end_reviewer(registry: Registry) -> None:
    unit, last = registry.unit(TOWNSHIP), TODAY - timedelta(days=1)
    with registry.database.writing() as w:
        take_role(
            w, LOCAL, at(), login="shenhe", role="reviewer", unit_id=unit.id, path=unit.path, until_day=last
        )


# Digests


def test_a_move_pinned_to_another_content_is_stale(registry: Registry) -> None:
    digest = registry.upload().digest
    with pytest.raises(Stale, match="刷新"):
        registry.move("submit", digest="0" * 64)
    assert registry.state() == "draft"
    assert registry.move("submit", digest=digest).digest == digest


def test_a_move_pinned_to_replaced_content_is_stale(registry: Registry) -> None:
    first = registry.upload().digest
    registry.upload(training_text="换了一份内容，用来替换原来的草稿。")
    with pytest.raises(Stale):
        registry.move("submit", digest=first)


# Days


def test_a_day_ahead_is_refused(registry: Registry) -> None:
    registry.upload()
    with pytest.raises(Conflict, match="还没有发生"):
        registry.move("submit", on=TODAY + timedelta(days=1))
    assert registry.move("submit", on=TODAY).on == TODAY


def test_a_day_before_the_upload_or_the_previous_act_is_refused(registry: Registry) -> None:
    uploaded = TODAY - timedelta(days=5)
    registry.upload(day=uploaded)
    with pytest.raises(Conflict, match="上传日"):
        registry.move("submit", on=uploaded - timedelta(days=1))
    registry.move("submit", on=uploaded + timedelta(days=2))
    with pytest.raises(Conflict, match="上一步"):
        registry.move("pass", on=uploaded + timedelta(days=1))
    assert registry.move("pass", on=uploaded + timedelta(days=2)).state == "passed"


@pytest.mark.parametrize("days, late", [(0, False), (7, False), (8, True)])
def test_back_dating_beyond_a_week_is_marked_as_entered_late(
    registry: Registry, days: int, late: bool
) -> None:
    registry.upload(day=TODAY - timedelta(days=30))
    moved = registry.move("submit", on=TODAY - timedelta(days=days))
    assert moved.is_late is late


def test_when_it_was_entered_comes_from_the_clock_alone(registry: Registry) -> None:
    registry.upload(day=TODAY - timedelta(days=30))
    registry.move("submit", on=TODAY - timedelta(days=20))
    with registry.database.reading() as r:
        (act,) = acts_of(r, [registry.dossier().plan_id])
        assert acts_of(r, [registry.dossier().plan_id], known_on=TODAY - timedelta(days=1)) == ()
    assert (act.on_day, act.recorded_at) == (TODAY - timedelta(days=20), at())


def test_issued_on_lies_neither_ahead_nor_before_the_signature(registry: Registry) -> None:
    registry.upload(day=TODAY - timedelta(days=9))
    registry.moves("submit", "pass", day=TODAY - timedelta(days=6))
    registry.move("approve", on=TODAY - timedelta(days=4))
    with pytest.raises(Invalid, match="还没有发生"):
        registry.move("issue", issued_on=(TODAY + timedelta(days=1)).isoformat())
    with pytest.raises(Conflict, match="早于"):
        registry.move("issue", issued_on=(TODAY - timedelta(days=5)).isoformat())
    with pytest.raises(Invalid, match="早于印发日期"):
        registry.move("issue", effective_on=(TODAY - timedelta(days=1)).isoformat())
    registry.move("issue", issued_on=(TODAY - timedelta(days=2)).isoformat())
    history = newest(registry)
    assert history.issued_on == history.effective_on == TODAY - timedelta(days=2)


def test_issue_defaults_to_the_day_of_the_act(registry: Registry) -> None:
    registry.upload(day=TODAY - timedelta(days=9))
    registry.moves("submit", "pass", "approve", day=TODAY - timedelta(days=9))
    registry.move("issue", on=TODAY - timedelta(days=3))
    assert newest(registry).issued_on == newest(registry).effective_on == TODAY - timedelta(days=3)


def newest(registry: Registry, code: str = "411624201200") -> Any:
    file = registry.dossier(code)
    return file.histories[file.versions[-1].id]


# Fields


@pytest.mark.parametrize("move", ["return", "approve", "file", "publish", "confirm", "declare", "revoke"])
def test_what_a_move_must_be_told_is_asked_for_by_name(registry: Registry, move: str) -> None:
    way = {"return": ("submit",), "approve": ("submit", "pass")}.get(
        move, ("submit", "pass", "approve", "issue")
    )
    registry.upload()
    registry.moves(*way)
    required: dict[str, Any] = dict.fromkeys(FIELDS[move], "")
    with pytest.raises(Invalid) as refusal:
        registry.move(move, **required)
    assert [problem.path for problem in refusal.value.problems] == [f"/{name}" for name in required]
    assert all("例如" in problem.message for problem in refusal.value.problems)


def test_a_field_the_move_does_not_know_is_wrong_usage(registry: Registry) -> None:
    registry.upload()
    with pytest.raises(Usage, match="signer"):
        registry.move("submit", signer="张三")


@pytest.mark.parametrize(
    "checklist",
    [
        None,
        [],
        "yes",
        ALL_CONFORM[:5],
        [*ALL_CONFORM, {"point": 1, "verdict": "conforms"}],
        [*ALL_CONFORM[:5], {"point": 5, "verdict": "conforms"}],
        [*ALL_CONFORM[:5], {"point": 7, "verdict": "conforms"}],
        [*ALL_CONFORM[:5], {"point": 6, "verdict": "perhaps"}],
        [*ALL_CONFORM[:5], {"point": 6, "verdict": "fails"}],
        [*ALL_CONFORM[:5], {"point": 6, "verdict": "fails", "revision": "重写第三部分"}],
        [*ALL_CONFORM[:5], 6],
    ],
)
def test_only_a_complete_checklist_without_failures_passes(registry: Registry, checklist: object) -> None:
    registry.upload()
    registry.move("submit")
    with pytest.raises(Invalid, match=r"审核清单|第 6 项"):
        registry.move("pass", checklist=checklist)
    assert registry.state() == "submitted"


def test_mostly_conforms_passes_and_keeps_what_was_said(registry: Registry) -> None:
    registry.upload()
    registry.move("submit")
    said = {"point": 2, "verdict": "mostly", "place": "第三部分", "revision": "下一版补充衔接内容"}
    registry.move("pass", checklist=[said, *(entry for entry in ALL_CONFORM if entry["point"] != 2)])
    with registry.database.reading() as r:
        act = acts_of(r, [registry.dossier().plan_id])[-1]
    assert act.fields["checklist"][1] == said
    assert act.fields["digest"] == registry.dossier().versions[0].digest


def test_a_return_keeps_the_draft_and_its_comments(registry: Registry) -> None:
    digest = registry.upload().digest
    registry.move("submit")
    comments = [{"path": "/evacuation/routes/0", "text": "这条路线汛期积水"}]
    registry.move("return", note="请改", comments=comments)
    file = registry.dossier()
    with registry.database.reading() as r:
        act = acts_of(r, [file.plan_id])[-1]
    assert (act.fields["note"], act.fields["comments"]) == ("请改", comments)
    assert [version.digest for version in file.versions] == [digest]
    assert registry.move("submit").state == "submitted"


def test_a_townships_comprehensive_plan_needs_two_signatures_and_a_meeting(registry: Registry) -> None:
    registry.upload("xiangwenshu", code=TOWNSHIP, kind="comprehensive")
    registry.moves("submit", "pass", code=TOWNSHIP, kind="comprehensive")
    with pytest.raises(Invalid) as refusal:
        registry.move("approve", code=TOWNSHIP, kind="comprehensive", **SIGNED)
    missing = {problem.path for problem in refusal.value.problems}
    assert missing == {"/cosigner_name", "/cosigner_post", "/decided_at"}
    assert registry.move("approve", code=TOWNSHIP, kind="comprehensive", **COSIGNED).state == "approved"
    signers = registry.dossier(TOWNSHIP, "comprehensive")
    assert signers.histories[signers.versions[0].id].signers == (("乡长", "王五"), ("党委书记", "李四"))


@pytest.mark.parametrize("code, kind", [(TOWNSHIP, "flood"), ("411624201200", "comprehensive")])
def test_no_other_plan_needs_a_second_signature(registry: Registry, code: str, kind: str) -> None:
    registry.upload("xiangwenshu" if code == TOWNSHIP else "wenshu", code=code, kind=kind)
    registry.moves("submit", "pass", code=code, kind=kind)
    assert registry.move("approve", code=code, kind=kind, **SIGNED).state == "approved"


# Facts on an issued version


def test_a_plan_is_filed_once_and_its_number_corrected_by_other_means(registry: Registry) -> None:
    registry.issue()
    registry.move("file")
    with pytest.raises(Conflict, match="correct"):
        registry.move("file", receipt_no="别的号")


@pytest.mark.parametrize("login", ["wenshu", "yingjiban"])
def test_who_confirms_for_the_head_says_who_decided(registry: Registry, login: str) -> None:
    registry.issue()
    with pytest.raises(Invalid, match="by_name"):
        registry.move("confirm", login)
    assert registry.move("confirm", login, by_name="张三", by_post="主任").state == "issued"
    assert newest(registry).confirmed_on == (TODAY,)


def test_a_head_confirms_and_clears_findings_by_name_with_reasons(registry: Registry) -> None:
    registry.issue()
    clears = [{"code": "O2", "reason": "已逐条核对，本村不涉及"}]
    registry.move("confirm", "zhuren", clears=clears)
    registry.move("confirm", "zhuren", clears="O4：电话已更新；O7：已整改")
    assert [(c.code, c.reason) for c in newest(registry).clearings] == [
        ("O2", "已逐条核对，本村不涉及"),
        ("O4", "电话已更新"),
        ("O7", "已整改"),
    ]


@pytest.mark.parametrize(
    "clears", ["O1：已核对", "O9：旧", "M1：无", "O2", "O2：", "什么都没有", [{"code": "O2"}], ["O2"], 5]
)
def test_only_named_event_findings_are_cleared_and_with_a_reason(registry: Registry, clears: object) -> None:
    registry.issue()
    with pytest.raises(Invalid, match="例如"):
        registry.move("confirm", clears=clears)
    assert newest(registry).confirmed_on == ()


def test_a_clerk_or_the_office_clears_nothing(registry: Registry) -> None:
    registry.issue()
    for login in ("wenshu", "yingjiban"):
        with pytest.raises(Forbidden):
            registry.move("confirm", login, by_name="张三", clears="O2：不涉及")


def test_a_townships_plan_is_confirmed_by_the_office_and_cleared_by_the_approver(registry: Registry) -> None:
    registry.issue(TOWNSHIP)
    assert registry.move("confirm", "yingjiban", code=TOWNSHIP).state == "issued"
    with pytest.raises(Forbidden):
        registry.move("confirm", "yingjiban", code=TOWNSHIP, clears="O2：不涉及")
    registry.move("confirm", "xiangzhang", code=TOWNSHIP, clears="O2：不涉及")
    assert [c.code for c in newest(registry, TOWNSHIP).clearings] == ["O2"]


@pytest.mark.parametrize(
    "code, login, allowed",
    [
        *(("411624201200", login, True) for login in ("wenshu", "zhuren", "yingjiban")),
        *(("411624201200", login, False) for login in ("linwenshu", "shenhe", "xiangzhang", "kankan")),
        *((TOWNSHIP, login, True) for login in ("xiangwenshu", "xiangtou", "yingjiban")),
        *((TOWNSHIP, login, False) for login in ("wenshu", "xiangzhang", "shenhe", "falv")),
    ],
)
def test_the_maker_or_the_office_declares_that_revision_is_needed(
    registry: Registry, code: str, login: str, allowed: bool
) -> None:
    registry.issue(code)
    if allowed:
        assert registry.move("declare", login, code=code).state == "issued"
        return
    with pytest.raises(Forbidden):
        registry.move("declare", login, code=code)
    assert newest(registry, code).declared == ()


def test_a_declaration_keeps_who_raised_it_when_and_why(registry: Registry) -> None:
    registry.issue(day=TODAY - timedelta(days=9))
    registry.move("declare", on=TODAY - timedelta(days=2), reason=" 村小学拆除重建 ")
    registry.move("declare", "yingjiban", reason="新来了一名网格员", raised_by="李四")
    assert newest(registry).declared == (
        Declaration("村小学拆除重建", "示例wenshu", TODAY - timedelta(days=2)),
        Declaration("新来了一名网格员", "李四", TODAY),
    )


def test_a_declaration_without_a_reason_is_told_what_to_write(registry: Registry) -> None:
    registry.issue()
    with pytest.raises(Invalid) as refusal:
        registry.move("declare", reason=" ")
    (problem,) = refusal.value.problems
    assert (problem.path, "村小学拆除重建" in problem.message) == ("/reason", True)


# Which version a move without number means


def second_edition(registry: Registry, **issue: Any) -> None:
    """Edition 1 issued a month ago, edition 2 on its way to issue today."""
    registry.issue(day=TODAY - timedelta(days=30))
    registry.upload(training_text="第二版的培训安排：每年汛前两次。")
    registry.moves("submit", "pass", "approve")
    registry.move("issue", **issue)


def test_facts_go_to_the_version_in_force_and_not_to_the_one_to_come(registry: Registry) -> None:
    second_edition(registry, effective_on=(TODAY + timedelta(days=20)).isoformat())
    assert [registry.move(move).number for move in FACTS] == [1] * len(FACTS)


def test_after_the_revocation_facts_go_to_the_newest_issued(registry: Registry) -> None:
    second_edition(registry, effective_on=(TODAY + timedelta(days=20)).isoformat())
    registry.move("revoke")
    assert registry.move("file").number == 2


@pytest.mark.parametrize("move", ["confirm", "declare"])
def test_only_the_version_in_force_is_confirmed_or_declared(registry: Registry, move: str) -> None:
    second_edition(registry)
    with pytest.raises(Conflict, match="不是现行版"):
        registry.move(move, number=1)
    assert registry.move(move).number == 2


def test_nothing_issued_means_nothing_to_revoke(registry: Registry) -> None:
    registry.upload()
    for move in FACTS:
        with pytest.raises(Conflict, match="草稿"):
            registry.move(move)


def test_two_issues_for_one_day_are_refused(registry: Registry) -> None:
    registry.issue()
    registry.upload(training_text="第二版的培训安排：每年汛前两次。")
    registry.moves("submit", "pass", "approve")
    with pytest.raises(Conflict, match="同一天"):
        registry.move("issue")
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert registry.move("issue", effective_on=tomorrow).edition_no == 2


def test_the_edition_counts_issued_versions_and_the_number_counts_uploads(registry: Registry) -> None:
    registry.upload()
    registry.upload(training_text="替换原来的草稿，培训安排不同。")
    issued = registry.moves("submit", "pass", "approve", "issue", day=TODAY)
    assert (issued.number, issued.edition_no) == (2, 1)
    registry.upload(training_text="第二版的培训安排：每年汛前两次。")
    registry.moves("submit", "pass", "approve")
    later = registry.move("issue", effective_on=(TODAY + timedelta(days=9)).isoformat())
    assert (later.number, later.edition_no) == (3, 2)
    assert registry.move("revoke", number=3).edition_no == 2


# Minor revisions


def set_policy(registry: Registry, value: str) -> None:
    with registry.database.writing() as w:
        basis.set_policy(
            w,
            LOCAL,
            at(),
            key="minor_needs_review",
            value=value,
            from_day=TODAY - timedelta(days=90),
            decided_by="石槽集乡人民政府",
        )


def revised(registry: Registry, *, major: bool) -> bool:
    """Whether a second upload may be approved without a pass."""
    registry.issue(day=TODAY - timedelta(days=30))
    document = registry.document()
    if major:
        document["evacuation"]["order"] = ["先转移孕产妇和病人，再转移其他人员。"]
    else:
        document["training_text"] = "每年汛前两次。"
    registry.upload(document=document)
    registry.move("submit")
    try:
        registry.move("approve")
    except Conflict:
        return False
    return True


@pytest.mark.parametrize(
    "policy, major, skips",
    [("false", False, True), ("false", True, False), ("true", False, False), (None, False, False)],
)
def test_a_minor_revision_skips_review_only_where_policy_says_so(
    registry: Registry, policy: str | None, major: bool, skips: bool
) -> None:
    if policy is not None:
        set_policy(registry, policy)
    assert revised(registry, major=major) is skips


def test_a_first_plan_never_skips_review(registry: Registry) -> None:
    set_policy(registry, "false")
    registry.upload()
    registry.move("submit")
    with pytest.raises(Conflict):
        registry.move("approve")


def test_refusals_store_nothing(any_registry: Registry) -> None:
    any_registry.upload()
    before = any_registry.dossier()
    for move in sorted(set(MOVES) - {"submit"}):
        with pytest.raises(Fault):
            any_registry.move(move, "yingjiban")
    assert any_registry.dossier() == before
    with any_registry.database.reading() as r:
        assert fold(acts_of(r, [before.plan_id])).state == "draft"
