"""A page's form as a browser without script would send it."""

from html.parser import HTMLParser
from typing import Any

from litestar.testing import TestClient


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.fields: dict[str, str] = {}
        self.buttons: list[str] = []
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.inside = attrs.get("id") == "fill"
        if not self.inside:
            return
        name = attrs.get("name", "")
        if tag == "input" and (attrs.get("type") not in {"checkbox", "radio"} or "checked" in attrs):
            self.fields[name] = attrs.get("value", "")
        elif tag == "button":
            self.buttons.append(attrs.get("value", ""))
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.select, self.fields[name] = name, ""
        elif tag == "option" and self.select and "selected" in attrs:
            self.fields[self.select] = attrs["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            self.fields[self.area] = self.fields[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = None
        if tag == "select":
            self.select = None
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.fields[self.area] += data


def fields_of(html: str) -> dict[str, str]:
    """Name and value of every field of the filling form."""
    form = _Form()
    form.feed(html)
    return form.fields


def buttons_of(html: str) -> list[str]:
    """What its buttons do."""
    form = _Form()
    form.feed(html)
    return form.buttons


def send(client: TestClient[Any], path: str, do: str = "stay", **changes: str) -> Any:
    """Open the page, change fields (``__`` in names stands for a slash), press a button."""
    page = client.get(path, follow_redirects=False)
    assert page.status_code == 200, page.text
    fields = fields_of(page.text) | {name.replace("__", "/"): text for name, text in changes.items()}
    return client.post(path.partition("?")[0], data={**fields, "do": do}, follow_redirects=False)
