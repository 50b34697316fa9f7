"""The small township, for files handed in for one of its units; LibreOffice, started on one profile for all."""

import subprocess
from collections.abc import Callable

import pytest
from tests.making import registry, township_template

Convert = Callable[[bytes, str, str], bytes]


@pytest.fixture(scope="session")
def libreoffice(needs: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """What LibreOffice makes of a file: its bytes, what it is called after the dot, and what is wanted."""
    program, home = needs("soffice", "libreoffice"), tmp_path_factory.mktemp("libreoffice")

    def convert(data: bytes, source: str, target: str) -> bytes:
        given, made = home / f"in.{source}", home / "out" / f"in.{target.partition(':')[0]}"
        given.write_bytes(data)
        made.unlink(missing_ok=True)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        line = [
            program,
            profile,
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(made.parent),
            str(given),
        ]
        subprocess.run(line, capture_output=True, check=True, timeout=120)
        return made.read_bytes()

    return convert


__all__ = ["registry", "township_template"]
