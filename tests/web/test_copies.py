"""Copies on pages and by script: handed out, printed, called back, downloaded."""

from tests.web.place import TOWNSHIP, VILLAGE, Site

PLAN = f"/plans/{VILLAGE}/flood"
GIVE = {"number": "1", "edition": "public", "holders": "石槽集乡派出所\n石槽集乡卫生院\n", "on": ""}


def test_copies_are_registered_on_the_page_and_each_is_printed(site: Site) -> None:
    site.issue()
    clerk = site.own_password("wenshu201")
    assert "还没有发过受控份" in clerk.get(f"{PLAN}/copies").text
    assert clerk.post(f"{PLAN}/copies", GIVE).headers["location"] == f"{PLAN}/copies?done=give"
    page = clerk.get(f"{PLAN}/copies?done=give").text
    assert "第 2 份" in page and "石槽集乡卫生院" in page and "在外" in page
    pdf = clerk.get(f"{PLAN}/copies/1/2/print")
    assert pdf.content[:5] == b"%PDF-" and pdf.headers["etag"]
    assert clerk.get(f"{PLAN}/copies/1/3/print").status_code == 404
    assert f'href="{PLAN}/copies"' in clerk.get(PLAN).text


def test_ticked_copies_are_taken_back_and_mistakes_keep_what_was_typed(site: Site) -> None:
    site.issue()
    clerk = site.own_password("wenshu201")
    clerk.post(f"{PLAN}/copies", GIVE)
    nobody = clerk.post(
        f"{PLAN}/copies/ends", {"number": "1", "copy-2": "yes", "outcome": "lost", "by_name": ""}
    )
    assert nobody.status_code == 400 and "经手人" in nobody.text and "checked" in nobody.text
    told = {"number": "1", "copy-2": "yes", "outcome": "lost", "by_name": "赵文书"}
    assert clerk.post(f"{PLAN}/copies/ends", told).status_code == 303
    page = clerk.get(f"{PLAN}/copies").text
    assert "已遗失" in page and "赵文书" in page
    long = clerk.post(f"{PLAN}/copies", {**GIVE, "holders": "某" * 60})
    assert long.status_code == 400 and "最多 40 个字" in long.text and "某" * 60 in long.text


def test_a_new_version_lists_what_must_come_back(site: Site) -> None:
    receipt = site.issue()
    script = site.post("wenshu201", f"/api{PLAN}/versions/1/copies", json={"holders": ["石槽集乡派出所"]})
    assert script.status_code == 201 and script.json()[0]["copy"] == 1
    assert site.get("yingjiban", f"/api/recall?under={TOWNSHIP}").json() == []
    revoked = site.move("zhuren201", "revoke", receipt, reason="收回重编")
    assert [copy["holder"] for copy in revoked.json()["to_recall"]] == ["石槽集乡派出所"]
    assert revoked.json()["recall_on"] == "2026-05-06"
    clerk = site.own_password("wenshu201")
    assert "要收回 1 份受控份" in clerk.get(PLAN).text
    assert "第 1 版第 1 份 石槽集乡派出所" in clerk.get("/home").text
    found = site.get("yingjiban", f"/api/recall?under={TOWNSHIP}").json()
    assert [(one["holder"], one["is_to_recall"]) for one in found] == [("石槽集乡派出所", True)]
    office = site.own_password("yingjiban")
    assert "石槽集乡派出所" in office.get(f"/recall?under={TOWNSHIP}").text
    assert office.get("/recall/pdf").content[:5] == b"%PDF-"
    assert "石槽集乡派出所" in office.get("/recall/csv").text
    assert office.get("/recall/doc").status_code == 404
    ends = {"copies": [1], "outcome": "destroyed", "by_name": "吴干事"}
    assert site.post("yingjiban", f"/api{PLAN}/versions/1/copies/ends", json=ends).json()["copies"] == [1]
    assert site.get("yingjiban", f"/api{PLAN}/copies").json()[0]["outcome"] == "destroyed"
    assert "没有需要收回的受控份" in office.get("/recall").text
    assert "要收回 1 份受控份" not in clerk.get(PLAN).text + clerk.get("/home").text


def test_strangers_neither_see_nor_hand_out_copies(site: Site) -> None:
    site.issue()
    assert site.get("wenshu202", f"/api{PLAN}/copies").status_code == 403
    asked = {"holders": ["某单位"]}
    assert site.post("chakan", f"/api{PLAN}/versions/1/copies", json=asked).status_code == 403
    for wrong in ({"holders": "某单位"}, {}, {"holders": [1]}, {"holders": ["某"], "edition": 3}):
        assert site.post("wenshu201", f"/api{PLAN}/versions/1/copies", json=wrong).status_code == 400
    for numbers in (["1"], [True], 1, None):
        ends = {"copies": numbers, "outcome": "lost", "by_name": "某"}
        assert site.post("wenshu201", f"/api{PLAN}/versions/1/copies/ends", json=ends).status_code == 400
