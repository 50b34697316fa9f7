"""Commands by the room they live in: a room is imported only when one of its commands is called."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

from yingji.cli.wording import Context, speaking_chinese


class Rooms(click.Group):
    """A group whose commands are named with the module, and the function in it, that holds them."""

    context_class = Context

    def __init__(self, *given: Any, rooms: Mapping[str, str], **named: Any) -> None:
        """Take ``rooms``: for each command ``module:function``, the module below this package."""
        super().__init__(*given, **named)
        self.rooms = rooms

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All commands, as they were named."""
        return list(self.rooms)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, or None."""
        if cmd_name not in self.rooms:
            return None
        module, _, function = self.rooms[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"yingji.cli.{module}"), function)
        return speaking_chinese(command)
