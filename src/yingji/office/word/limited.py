"""Run a program with little memory, processor time and disk: ``python -m … PROGRAM ARGUMENT…``."""

import os
import resource
import sys

MEMORY = 3 * 1024**3  # address space; an office program reserves far more than it uses
SECONDS = 90
DISK = 256 * 1024**2


def main(command: list[str]) -> None:
    """Set the limits and become the program."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, DISK),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
