"""Files going out: saved by the browser under their own name, never shown inside the site."""

from urllib.parse import quote

from litestar import Response


def as_file(content: bytes, name: str, media_type: str = "application/octet-stream") -> Response[bytes]:
    """The answer that saves ``content`` as ``name``."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
