"""Old Word and WPS files (.doc, .wps) by way of LibreOffice where it is installed, apart from this process."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from yingji.errors import Unreadable, WrongType
from yingji.office.limits import MAX_FILE

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 60  # seconds

_SAVE_AS = "请在 WPS 或 Word 里打开，“另存为”选 .docx，再传。"


def converter() -> str:
    """The office program of this machine, "" where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), "")


def as_docx(data: bytes, *, program: str | None = None, seconds: int = PATIENCE) -> bytes:
    """The .docx of a .doc or .wps file.

    Raises ``WrongType`` where no office program is installed and ``Unreadable`` when it cannot
    make anything of the file in ``seconds``.
    """
    program = converter() if program is None else program
    if not program:
        raise WrongType(
            f"这是旧版 Word 或 WPS 文字文件（.doc、.wps），这台服务器上没有安装转换程序，读不了。{_SAVE_AS}"
        )
    with tempfile.TemporaryDirectory(prefix="yingji-word-") as folder:
        source, made = Path(folder, "plan.doc"), Path(folder, "out", "plan.docx")
        source.write_bytes(data)
        _run(program, source, made.parent, Path(folder, "profile"), seconds)
        if not made.is_file() or not 0 < made.stat().st_size <= MAX_FILE:
            raise Unreadable(f"这个旧版 Word 文件转换不了，可能已经损坏或者加了密码。{_SAVE_AS}")
        return made.read_bytes()


def _run(program: str, source: Path, out: Path, profile: Path, seconds: int) -> None:
    command = [
        sys.executable, "-I", "-m", "yingji.office.word.limited", program,
        "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", "docx", "--outdir", str(out), str(source),
    ]  # fmt: skip
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in ("PATH", "LANG", "LC_ALL", "FONTCONFIG_FILE")
    }
    work = subprocess.Popen(  # noqa: S603 - the program found on PATH, on a file of our own naming
        command,
        env={**kept, "HOME": str(profile.parent), "TMPDIR": str(profile.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        work.wait(seconds)
    except subprocess.TimeoutExpired:
        raise Unreadable(f"转换这个旧版 Word 文件超过 {seconds} 秒，已经停止。{_SAVE_AS}") from None
    finally:
        _end(work)


def _end(work: subprocess.Popen[bytes]) -> None:
    """Nothing the program started outlives it."""
    with suppress(ProcessLookupError):
        os.killpg(work.pid, signal.SIGKILL)
    work.wait()
