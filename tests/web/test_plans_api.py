"""The plan's routes as a script uses them, in the shapes and statuses of the contract."""

import hashlib
import json
from typing import Any

import pytest
from tests.web.place import CHECKLIST, CLINIC, OTHER, TODAY, TOWNSHIP, VILLAGE, Site

PLAN = f"/api/plans/{VILLAGE}/flood"


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    return body


def test_an_upload_is_stored_and_the_same_content_again_is_not(site: Site) -> None:
    document = site.document()
    first = site.post("wenshu201", f"{PLAN}/versions", json=document)
    again = site.post("wenshu201", f"{PLAN}/versions", json=document)
    assert (first.status_code, again.status_code) == (201, 200)
    receipt = first.json()
    assert set(receipt) >= {
        "unit", "kind", "number", "digest", "state", "created", "kept", "tidied", "problems"
    }  # fmt: skip
    assert (receipt["number"], receipt["state"], receipt["created"]) == (1, "draft", True)
    assert again.json()["created"] is False and again.json()["digest"] == receipt["digest"]


def test_a_document_comes_as_a_file_of_a_form_too(site: Site) -> None:
    data = json.dumps(site.document(), ensure_ascii=False).encode()
    answer = site.post("wenshu201", f"{PLAN}/versions", files={"file": ("预案.json", data)})
    assert answer.status_code == 201


def test_a_document_with_something_wrong_is_refused_with_place_and_words(site: Site) -> None:
    document = site.document()
    document["command"]["contacts"][0]["phone"] = "1380013800"
    body = problem(site.post("wenshu201", f"{PLAN}/versions", json=document), 422)
    row = body["problems"][0]
    assert row["path"] == "/command/contacts/0/phone" and row["grade"] == "must"
    assert "10 位" in row["message"] and row["place"]
    problem(site.get("wenshu201", PLAN), 404)


def test_keep_stores_it_as_working_copy_and_dry_run_stores_nothing(site: Site) -> None:
    document = site.document(title="")
    kept = site.post("wenshu201", f"{PLAN}/versions?keep=true", json=document)
    assert kept.status_code == 200 and kept.json()["kept"] is True and kept.json()["problems"]
    tried = site.post("wenshu201", f"{PLAN}/versions?dry_run=true", json=site.document())
    assert tried.status_code == 200 and tried.json()["number"] is None
    problem(site.get("wenshu201", PLAN), 404)
    problem(site.post("wenshu201", f"{PLAN}/versions?dry_run=true", json=document), 422)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"[]",
        b'"text"',
        '{"a": "中"}'.encode("gbk"),
        b"[" * 9000,
    ],
)
def test_what_is_no_plan_document_is_refused_in_chinese(site: Site, content: bytes) -> None:
    body = problem(site.post("wenshu201", f"{PLAN}/versions", content=content), 400)
    assert "line" not in body["detail"] and "column" not in body["detail"]


@pytest.mark.parametrize("size", [2 * 1024 * 1024 + 1, 4 * 1024 * 1024])
def test_a_document_over_two_megabytes_is_too_large(site: Site, size: int) -> None:
    content = b'{"a":"' + b"x" * (size - 8) + b'"}'
    assert "2 MB" in problem(site.post("wenshu201", f"{PLAN}/versions", content=content), 413)["detail"]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"%PDF-1.7 ...", 415), (b"PK\x03\x04 ...", 400), (b"\x89PNG\r\n\x1a\n ...", 415)],
)
def test_another_kind_of_file_is_not_taken_for_a_document(site: Site, content: bytes, status: int) -> None:
    problem(site.post("wenshu201", f"{PLAN}/versions", content=content), status)


def test_an_edit_of_an_older_content_is_told_who_changed_what(site: Site) -> None:
    first = site.upload()
    changed = site.document()
    changed["command"]["contacts"][0]["phone"] = "13800009999"
    second = site.post(
        "wenshu201", f"{PLAN}/versions", json=changed, headers={"If-Match": f'"{first["digest"]}"'}
    )
    assert second.status_code == 201
    mine = site.document()
    mine["command"]["contacts"][0]["phone"] = "13800008888"
    body = problem(
        site.post("yingjiban", f"{PLAN}/versions", json=mine, headers={"If-Match": first["digest"]}), 412
    )
    rows = body["problems"]
    assert set(rows[0]) == {"path", "place", "yours", "theirs", "by", "at"}
    phone = next(row for row in rows if row["path"].endswith("/phone"))
    assert "8888" in phone["yours"] and "9999" in phone["theirs"] and phone["by"] == "赵文书"


def test_the_clerk_of_another_village_is_refused_everywhere(site: Site) -> None:
    receipt = site.issue()
    one = f"{PLAN}/versions/1"
    for path in (
        "",
        "/versions",
        "/versions/1",
        "/versions/1/document",
        "/print",
        "/versions/1/print",
        "/versions/1/diff/1",
    ):
        problem(site.get("wenshu202", PLAN + path), 403)
    problem(site.get("wenshu202", f"/api/coverage?under={VILLAGE}"), 403)
    problem(site.post("wenshu202", f"{PLAN}/versions", json=site.document()), 403)
    problem(site.move("wenshu202", "confirm", receipt, note="看过"), 403)
    files = {"file": ("a.pdf", b"%PDF-1.7")}
    problem(site.post("wenshu202", f"{one}/attachments", files=files, data={"type": "signed"}), 403)


def test_a_declaration_is_a_move_that_leaves_the_state_and_shows_in_history_and_coverage(site: Site) -> None:
    site.require_villages()
    receipt = site.issue()
    body = problem(site.move("wenshu201", "declare", receipt), 422)
    assert [one["path"] for one in body["problems"]] == ["/reason"]
    problem(site.move("wenshu202", "declare", receipt, reason="校舍拆了"), 403)
    assert site.move("wenshu201", "declare", receipt, reason="校舍拆了").json()["state"] == "issued"
    last = site.get("chakan", f"{PLAN}/versions").json()[0]["acts"][-1]
    assert (last["label"], last["fields"]["reason"]) == ("自报需修订", "校舍拆了")
    (cell,) = site.get("chakan", f"/api/coverage?under={VILLAGE}").json()["cells"]
    (finding,) = [one for one in cell["findings"] if one["code"] == "O8"]
    assert (finding["severity"], finding["since"]) == ("grey", "2026-05-06")
    assert finding["places"] == ["2026年5月6日赵文书：校舍拆了"]


def test_lists_hold_what_one_may_see(site: Site) -> None:
    site.issue()
    site.issue(OTHER)
    mine = site.get("wenshu201", f"/api/plans?under={TOWNSHIP}").json()
    assert [line["unit"] for line in mine] == [VILLAGE]
    everybody = site.get("yingjiban", "/api/plans?status=in_force").json()
    assert {line["unit"] for line in everybody} == {VILLAGE, OTHER}
    assert [u["code"] for u in site.get("wenshu201", f"/api/units?under={TOWNSHIP}").json()] == [VILLAGE]
    assert {u["code"] for u in site.get("yingjiban", "/api/units").json()} == {
        TOWNSHIP,
        VILLAGE,
        OTHER,
        CLINIC,
    }


def test_from_draft_to_force_by_five_people(site: Site) -> None:
    site.issue()
    shown = site.get("chakan", PLAN).json()
    assert shown["state"] == "in_force" and shown["edition_no"] == 1
    assert shown["dates"]["issued_on"] == TODAY.isoformat()
    history = site.get("chakan", f"{PLAN}/versions").json()
    assert [act["move"] for act in history[0]["acts"]] == ["submit", "pass", "approve", "issue"]


def test_a_move_names_the_content_it_was_made_on(site: Site) -> None:
    receipt = site.upload()
    body = problem(site.move("wenshu201", "submit", {**receipt, "digest": ""}), 422)
    assert body["problems"][0]["path"] == "/digest"
    problem(site.move("wenshu201", "submit", {**receipt, "digest": "0" * 64}), 412)


def test_moves_are_refused_by_state_right_day_and_word(site: Site) -> None:
    receipt = site.upload()
    problem(site.move("qianfa", "approve", receipt, signer_name="钱", signer_post="主任"), 409)
    problem(site.move("chakan", "submit", receipt), 403)
    problem(site.move("wenshu201", "submit", receipt, on="2026-05-07"), 409)
    problem(site.move("wenshu201", "submit", receipt, on="昨天"), 400)
    problem(site.move("wenshu201", "submit", receipt, on=20260506), 400)
    problem(site.move("wenshu201", "jump", receipt), 400)
    problem(site.move("wenshu201", "submit", receipt, colour="red"), 400)
    assert site.move("wenshu201", "submit", receipt).status_code == 200
    fails = [{**CHECKLIST[0], "verdict": "fails", "revision": "补上转移路线"}, *CHECKLIST[1:]]
    assert "退回" in problem(site.move("shenhe", "pass", receipt, checklist=fails), 422)["detail"]


def test_nobody_reviews_their_own_upload(site: Site) -> None:
    document = site.document()
    receipt = site.post("yingjiban", f"{PLAN}/versions", json=document).json()
    site.move("yingjiban", "submit", receipt)
    problem(site.move("yingjiban", "pass", receipt, checklist=CHECKLIST), 403)


def test_unknown_units_kinds_and_versions_are_named(site: Site) -> None:
    assert "411624201299" in problem(site.get("yingjiban", "/api/plans/411624201299/flood"), 404)["detail"]
    assert "flood" in problem(site.get("yingjiban", f"/api/plans/{VILLAGE}/tsunami"), 400)["detail"]
    site.upload()
    assert "第 9 次" in problem(site.get("yingjiban", f"{PLAN}/versions/9"), 404)["detail"]


def test_a_body_with_a_chinese_code_has_an_address(site: Site) -> None:
    site.upload(CLINIC, "fire")
    assert site.get("yingjiban", f"/api/plans/{CLINIC}/fire").json()["unit"] == CLINIC


def test_restricted_lists_stay_with_who_may_read_them(site: Site) -> None:
    document = site.document()
    site.upload()
    seen = site.get("chakan", PLAN).json()
    assert seen["restricted_shown"] is False
    full = site.get("yingjiban", f"{PLAN}/versions/1/document").json()
    assert full == document
    assert site.get("chakan", f"{PLAN}/versions/1/document").json() != document


def test_two_versions_are_compared_in_words(site: Site) -> None:
    site.issue()
    changed = site.document()
    changed["command"]["contacts"][0]["phone"] = "13800009999"
    site.post("wenshu201", f"{PLAN}/versions", json=changed)
    lines = site.get("wenshu201", f"{PLAN}/versions/1/diff/2").json()
    assert any("9999" in line["sentence"] and not line["is_major"] for line in lines)


def test_an_attachment_is_kept_by_what_it_is_and_not_by_its_name(site: Site) -> None:
    site.upload()
    where, pdf = f"{PLAN}/versions/1/attachments", b"%PDF-1.7 signed"
    stored = site.post("wenshu201", where, files={"file": ("签字.exe", pdf)}, data={"type": "signed"})
    assert stored.status_code == 201
    assert stored.json()["digest"] == hashlib.sha256(pdf).hexdigest()
    problem(site.post("wenshu201", where, files={"file": ("a.pdf", b"MZ...")}, data={"type": "signed"}), 415)
    problem(site.post("wenshu201", where, files={"file": ("a.pdf", pdf)}, data={"type": "song"}), 400)
    problem(site.post("wenshu201", where, data={"type": "signed"}), 400)


def test_the_print_of_what_is_in_force_is_sent_once(site: Site) -> None:
    problem(site.get("yingjiban", f"{PLAN}/print"), 404)
    site.issue()
    first = site.get("yingjiban", f"{PLAN}/print")
    assert first.status_code == 200 and first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    again = site.get("yingjiban", f"{PLAN}/print", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    public = site.get("chakan", f"{PLAN}/print?edition=public")
    assert public.status_code == 200 and public.headers["etag"] != first.headers["etag"]
    problem(site.get("chakan", f"{PLAN}/print"), 403)
    problem(site.get("yingjiban", f"{PLAN}/print?edition=gold"), 400)


def test_a_draft_is_printed_only_when_asked_for_as_such(site: Site) -> None:
    site.upload()
    assert "草稿" in problem(site.get("yingjiban", f"{PLAN}/print"), 409)["detail"]
    problem(site.get("yingjiban", f"{PLAN}/versions/1/print"), 409)
    assert site.get("yingjiban", f"{PLAN}/versions/1/print?draft=true").status_code == 200


def test_coverage_answers_for_any_day_in_the_contracts_shape(site: Site) -> None:
    site.require_villages()
    site.issue()
    body = site.get("yingjiban", f"/api/coverage?under={TOWNSHIP}&group=unit").json()
    assert set(body) >= {
        "as_of",
        "known_on",
        "forecast",
        "computed_at",
        "policy",
        "totals",
        "cells",
        "not_checked",
    }
    assert body["totals"]["expected"] == 2 and body["totals"]["have"] == 1
    assert sum(body["totals"]["by_status"].values()) == body["totals"]["cells"]
    assert {cell["status"] for cell in body["cells"]} == {"current", "missing"}
    assert len(body["groups"]) == 2
    ahead = site.get("yingjiban", f"/api/coverage?under={TOWNSHIP}&as_of=2031-01-01").json()
    assert ahead["forecast"] is True
    assert "review_overdue" in {cell["status"] for cell in ahead["cells"]}
    problem(site.get("yingjiban", "/api/coverage?group=colour"), 400)
    mine = site.get("wenshu201", f"/api/coverage?under={TOWNSHIP}").json()
    assert {cell["unit"] for cell in mine["cells"]} == {VILLAGE}


def test_the_trail_is_for_auditors(site: Site) -> None:
    site.upload()
    problem(site.get("yingjiban", "/api/ledger"), 403)
    lines = site.get("shenji", "/api/ledger?act=plan.").json()
    assert lines[0]["act"] == "plan.upload" and lines[0]["unit"] == VILLAGE
    assert lines[0]["clock"] == "set" and len(lines[0]["digest"]) == 64
    problem(site.get("shenji", "/api/ledger?limit=0"), 400)


def test_schemas_are_listed_and_served_as_they_were_released(site: Site) -> None:
    listed = site.get("chakan", "/api/schemas").json()
    assert {"village", "township", "body"} <= {line["family"] for line in listed}
    one = site.get("chakan", "/api/schemas/village/1.0").json()
    assert one["$schema"].endswith("2020-12/schema")
    problem(site.get("chakan", "/api/schemas/village/9.9"), 404)
