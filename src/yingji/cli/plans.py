"""yingji plan: loads what a command needs and no more, so that a print begins at once."""

import click

from yingji.cli.printing import print_all, print_one

PRINTS: dict[str, click.Command] = {"print": print_one, "print-all": print_all}


class Plan(click.Group):
    """Printing stands here; the other commands live in a module of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, by name."""
        return sorted({*_others().list_commands(ctx), *PRINTS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        return PRINTS.get(cmd_name) or _others().get_command(ctx, cmd_name)


def _others() -> click.Group:
    from yingji.cli.plan import plan

    return plan


@click.group(cls=Plan)
def plan() -> None:
    """预案：检查、上传、办理、查阅、打印。"""
