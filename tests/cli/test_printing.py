"""To paper from the command line: editions, batches, the checker, the site's fonts."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from tests.making import OTHER, TOWNSHIP, VILLAGE, Command, Registry

from yingji.paper.typefaces import FONTS, install


@pytest.fixture
def issued(registry: Registry) -> Registry:
    registry.issue()
    return registry


@pytest.fixture(autouse=True)
def shipped_fonts() -> Any:
    yield
    install({})


def text_of(file: Path) -> str:
    with pdfium.PdfDocument(file) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(
    ("edition", "said"),
    [("full", "摘要"), ("public", "公示版"), ("card", "一页处置卡"), ("household", "户主："),
     ("filing", "备案回执"), ("form", "填报表")],
)  # fmt: skip
@pytest.mark.usefixtures("issued")
def test_every_edition_is_printed(command: Command, tmp_path: Path, edition: str, said: str) -> None:
    out = tmp_path / "plan.pdf"
    answer = command("plan", "print", VILLAGE, "flood", "-o", out, "--edition", edition)
    assert answer.code == 0, answer.err
    assert said in text_of(out)


@pytest.mark.usefixtures("issued")
def test_an_edition_that_does_not_exist_is_wrong_usage(command: Command, tmp_path: Path) -> None:
    answer = command("plan", "print", VILLAGE, "flood", "-o", tmp_path / "a.pdf", "--edition", "secret")
    assert answer.code == 2
    assert "household" in answer.err


@pytest.mark.usefixtures("issued")
def test_cards_of_households_are_for_those_who_may_read_the_list(command: Command, tmp_path: Path) -> None:
    for edition, code in (("household", 3), ("public", 0), ("card", 0)):
        words = (
            "plan",
            "print",
            VILLAGE,
            "flood",
            "-o",
            tmp_path / "a.pdf",
            "--edition",
            edition,
            "--as",
            "kankan",
        )
        assert command(*words).code == code


@pytest.mark.usefixtures("registry")
def test_a_blank_form_needs_no_plan(command: Command, tmp_path: Path) -> None:
    answer = command("plan", "print", OTHER, "flood", "-o", tmp_path / "form.pdf", "--edition", "form")
    assert answer.code == 0, answer.err


def test_a_batch_prints_what_it_can_and_lists_the_rest(
    issued: Registry, command: Command, tmp_path: Path
) -> None:
    issued.issue(code=TOWNSHIP)
    answer = command(
        "plan", "print-all", "--under", TOWNSHIP, "--kind", "flood", "-o", tmp_path / "all", "--json"
    )
    rows = json.loads(answer.out)["rows"]
    assert {row["unit"] for row in rows if not row["error"]} == {TOWNSHIP, VILLAGE}
    assert answer.code == (1 if any(row["error"] for row in rows) else 0)
    assert {path.name for path in (tmp_path / "all").iterdir()} == {
        row["file"] for row in rows if not row["error"]
    }


def test_a_merged_batch_is_one_file_with_contents(issued: Registry, command: Command, tmp_path: Path) -> None:
    issued.issue(code=TOWNSHIP)
    out = tmp_path / "all"
    answer = command(
        "plan", "print-all", "--under", TOWNSHIP, "--kind", "flood", "-o", out, "--merge", "--json"
    )
    assert answer.code == 0, answer.err
    (file,) = out.iterdir()
    assert {row["file"] for row in json.loads(answer.out)["rows"]} == {file.name}
    said = text_of(file)
    assert "预案汇编" in said
    assert "目" in said


def test_several_processes_write_the_bytes_that_one_does(
    issued: Registry, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued.issue(code=TOWNSHIP)
    files = []
    for several in (1, 99):
        monkeypatch.setattr("yingji.desk.press.SEVERAL", several)
        out = tmp_path / str(several)
        assert command("plan", "print-all", "--under", TOWNSHIP, "--kind", "flood", "-o", out).code == 0
        files.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert files[0] == files[1]


def test_a_zip_holds_a_file_for_each_plan_and_says_who_is_missing(
    issued: Registry, command: Command, tmp_path: Path
) -> None:
    issued.issue(code=TOWNSHIP)
    issued.upload("linwenshu", code=OTHER)
    zips = []
    for folder in ("first", "second"):
        words = (
            "plan",
            "print-all",
            "--under",
            TOWNSHIP,
            "--kind",
            "flood",
            "-o",
            tmp_path / folder,
            "--zip",
        )
        answer = command(*words, "--json")
        assert answer.code == 1
        zips.append(tmp_path / folder / "flood-full.zip")
    rows = {row["unit"]: row for row in answer.json["rows"]}
    assert "没有现行的版本" in rows[OTHER]["detail"]
    with zipfile.ZipFile(zips[0]) as archive:
        names = archive.namelist()
        assert set(names) == {rows[TOWNSHIP]["file"], rows[VILLAGE]["file"], "未打印的单位.txt"}
        assert f"{VILLAGE}-石槽集村防汛应急预案-归档全本.pdf" in names
        assert "白果村民委员会" in archive.read("未打印的单位.txt").decode("utf-8-sig")
        assert archive.read(rows[VILLAGE]["file"])[:5] == b"%PDF-"
    assert zips[0].read_bytes() == zips[1].read_bytes()
    both = command(*words, "--merge")
    assert both.code == 2 and "只能选一个" in both.err


def test_our_print_passes_the_check_and_a_foreign_file_does_not(
    issued: Registry, command: Command, tmp_path: Path
) -> None:
    issued.issue(code=TOWNSHIP)
    for code in (VILLAGE, TOWNSHIP):
        command("plan", "print", code, "flood", "-o", tmp_path / "plan.pdf")
        answer = command("print", "check", tmp_path / "plan.pdf", "--json")
        assert json.loads(answer.out) == {"valid": True, "findings": []}
        assert answer.code == 0
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "foreign.pdf"))
    canvas.drawString(100, 100, "a plan")
    canvas.save()
    answer = command("print", "check", tmp_path / "foreign.pdf", "--json")
    told = json.loads(answer.out)
    assert answer.code == 1
    assert not told["valid"]
    assert set(told["findings"][0]) == {"clause", "demand", "place", "message"}


@pytest.mark.parametrize("content", [None, b"", b"hello"])
def test_what_is_no_pdf_is_refused_in_words(command: Command, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "a.pdf"
    if content is not None:
        file.write_bytes(content)
    answer = command("print", "check", file)
    assert answer.code == (2 if content is None else 1)
    assert "PDF" in answer.err or "没有" in answer.err


def test_an_amended_telephone_is_printed_with_its_sign_on_every_face(
    issued: Registry, command: Command, tmp_path: Path
) -> None:
    contact = issued.document()["command"]["contacts"][0]
    amend = (
        "contact",
        "amend",
        VILLAGE,
        "flood",
        contact["id"],
        "phone=13800004321",
        "--by",
        "李某某",
        "--on",
        "2026-05-06",
    )
    assert command(*amend, "--as", "wenshu").code == 0
    for edition in ("full", "public"):
        out = tmp_path / f"{edition}.pdf"
        assert command("plan", "print", VILLAGE, "flood", "-o", out, "--edition", edition).code == 0
        said = "".join(text_of(out).split())
        assert "13800004321※" in said or "138****4321※" in said
        assert "通讯录更正至2026年5月6日（1处，未改变批准文本" in said
        assert contact["phone"] not in said


# --- the site's own fonts -------------------------------------------------------------------------


def site(folder: Path, text: str) -> Path:
    file = folder / "fonts.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_a_file_the_fonts_that_ship_serve(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINGJI_DATA", str(tmp_path))
    answer = command("fonts", "check", "--json")
    assert (answer.code, json.loads(answer.out)) == (0, {"valid": True, "fonts": []})


def test_each_font_is_judged_in_words(command: Command, tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0" + b"x" * 40)
    shutil.copyfile(FONTS / "kai.ttf", tmp_path / "own.ttf")
    file = site(tmp_path, '[fonts]\ntitle = ["broken.ttf", "builtin"]\nfang = ["own.ttf", "absent.ttf"]\n')
    answer = command("fonts", "check", file, "--json")
    told = {font["name"]: font["problems"] for font in json.loads(answer.out)["fonts"]}
    assert answer.code == 1
    assert told["own.ttf"] == told["builtin"] == []
    assert "损坏" in told["broken.ttf"][0]
    assert "没有这个文件" in told["absent.ttf"][0]


@pytest.mark.usefixtures("issued")
def test_prints_use_the_fonts_of_the_site(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(FONTS / "kai.ttf", tmp_path / "own.ttf")
    monkeypatch.setenv("YINGJI_FONTS", str(site(tmp_path, '[fonts]\nfang = ["own.ttf", "builtin"]\n')))
    plain, own = tmp_path / "plain.pdf", tmp_path / "own.pdf"
    command("plan", "print", VILLAGE, "flood", "-o", own)
    install({})
    monkeypatch.delenv("YINGJI_FONTS")
    command("plan", "print", VILLAGE, "flood", "-o", plain)
    assert b"FandolFang" in plain.read_bytes()
    assert b"FandolFang" not in own.read_bytes()


@pytest.mark.usefixtures("issued")
def test_a_font_that_cannot_serve_stops_the_print_in_words(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINGJI_FONTS", str(site(tmp_path, '[fonts]\nfang = ["absent.ttf"]\n')))
    answer = command("plan", "print", VILLAGE, "flood", "-o", tmp_path / "a.pdf")
    assert answer.code == 1
    assert "absent.ttf" in answer.err


@pytest.mark.usefixtures("issued")
def test_issuing_a_new_version_names_the_copies_to_call_back(
    command: Command, registry: Registry, tmp_path: Path
) -> None:
    give = ("print", "copy", VILLAGE, "flood", "-o", tmp_path, "--edition", "card", "--as", "wenshu")
    assert command(*give, "--holder", "石槽集乡派出所", "--on", "2026-05-06").code == 0
    registry.upload(training_text="第二版的培训安排。")
    registry.moves("submit", "pass", "approve")
    issue = ("plan", "move", VILLAGE, "flood", "issue", "--as", "yingjiban", "effective_on=2026-05-07")
    told = command(*issue)
    assert told.code == 0, told.err
    assert "2026-05-07 起要收回的受控份：第 1 版第 1 份 石槽集乡派出所。" in told.out
    assert f"yingji print return {VILLAGE} flood 1 --version 1" in told.out


def test_the_site_s_own_layout_is_looked_through_in_words(command: Command, tmp_path: Path) -> None:
    plain = command("print", "settings")
    assert (
        plain.code == 0 and "没有 print.toml" in plain.out and "[默认] notice.addressees　主送" in plain.out
    )
    file = tmp_path / "print.toml"
    file.write_text(
        '[layout]\nimprint_on_even_page = "no"\n[notice]\nprinter = "{place}党政办公室"\n', "utf-8"
    )
    told = command("print", "settings", file)
    assert told.code == 1
    assert (
        "[错误] layout.imprint_on_even_page　版记放双数页　写着“no”，应为 true 或 false，不加引号。"
        in told.out
    )
    assert "[自定] notice.printer　印发机关　{place}党政办公室" in told.out and "有 1 处要改" in told.out
    listed = command("print", "settings", file, "--json").json
    assert listed["valid"] is False and len(listed["settings"]) == 8
    assert command("print", "settings", tmp_path / "absent.toml").code == 2
    file.write_text("[layout\n", "utf-8")
    assert "print.toml 第 1 行的写法不对" in command("print", "settings", file).err
