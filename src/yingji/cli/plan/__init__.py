"""yingji plan …: upload, review, look up and print plans."""

import click

from yingji.cli.rooms import Rooms

COMMANDS = {
    "check": "plan.files:check",
    "read": "plan.files:read",
    "template": "plan.files:template",
    "word": "plan.files:word",
    "example": "plan.files:example",
    "upload": "plan.upload:upload",
    "upload-all": "plan.upload:upload_all",
    "record": "plan.upload:record",
    "move": "plan.moves:move",
    "attach": "plan.moves:attach",
    "correct": "plan.moves:correct",
    "erase": "plan.moves:erase",
    "show": "plan.reading:show",
    "history": "plan.reading:history",
    "diff": "plan.reading:diff",
    "print": "printing:print_one",
    "print-all": "printing:print_all",
}


@click.group(cls=Rooms, rooms=COMMANDS)
def plan() -> None:
    """预案：检查、上传、办理、查阅、打印。"""
