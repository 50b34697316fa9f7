"""What is deployed names files, settings and commands that exist."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
SETTING = re.compile(r"\bYINGJI_[A-Z_]+")
OF_COMPOSE = {"YINGJI_SITE"}  # the proxy's own, not the application's


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way to keep case
    parser.read(DEPLOY / "yingji.service", "utf-8")
    return parser


def test_every_setting_named_is_one_the_source_reads(modules: Any) -> None:
    read = set(SETTING.findall("\n".join(module.text for module in modules)))
    named = {name for path in DEPLOY.iterdir() for name in SETTING.findall(path.read_text("utf-8"))}
    assert named - OF_COMPOSE <= read


def test_every_setting_the_source_reads_is_explained() -> None:
    read = set(SETTING.findall((DEPLOY.parent / "src/yingji/config.py").read_text("utf-8")))
    explained = re.findall(r"^\| `(YINGJI_\w+)`", (DEPLOY / "README.md").read_text("utf-8"), re.M)
    assert read <= set(explained)


def test_the_image_copies_files_that_exist_and_ends_without_root(root: Path) -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = [name for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.M) for name in line.split()[:-1]]
    assert copied
    assert not [name for name in copied if not (root / name).exists()]
    final = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER (?!root|0)\w+$", final, re.M)


def test_compose_has_no_password_in_it_and_mounts_files_that_exist() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert "\t" not in text
    assert not re.search(r"(?:PASSWORD|SECRET): (?!\$\{\w+:\?)", text)
    assert not [name for name in re.findall(r"- (\./\S+?):", text) if not (DEPLOY / name).exists()]
    asked = set(re.findall(r"\$\{(\w+):\?", text))
    assert asked <= set(re.findall(r"^    (\w+)=", (DEPLOY / "README.md").read_text("utf-8"), re.M))


def test_behind_the_proxy_of_compose_everybody_keeps_an_address_of_their_own() -> None:
    app, proxy = (DEPLOY / "compose.yaml").read_text("utf-8").split("\n  proxy:\n")
    assert re.search(r'^    FORWARDED_ALLOW_IPS: "\*"', app, re.M)
    assert "ports:" not in app and "ports:" in proxy


def test_the_proxy_lets_pass_what_the_application_takes() -> None:
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert text.count("{") == text.count("}")
    assert int(re.findall(r"max_size (\d+)MB", text)[0]) > 30


@pytest.mark.parametrize(
    "guard", ["NoNewPrivileges", "ProtectHome", "PrivateTmp", "RestrictSUIDSGID", "DynamicUser"]
)
def test_the_service_is_shut_in(guard: str) -> None:
    assert unit()["Service"][guard] == "yes"


def test_the_service_is_one_that_systemd_understands(tmp_path: Path) -> None:
    service = unit()["Service"]
    assert service["ExecStart"].startswith("/")
    assert service["StateDirectory"] == Path(service["WorkingDirectory"]).name
    if verifier := shutil.which("systemd-analyze"):
        copy = tmp_path / "yingji.service"
        text = (DEPLOY / "yingji.service").read_text("utf-8")
        copy.write_text(re.sub(r"/opt/yingji/\S+", "/bin/true", text), "utf-8")
        done = subprocess.run([verifier, "verify", copy], capture_output=True, text=True, check=False)
        assert "yingji.service" not in done.stderr, done.stderr
