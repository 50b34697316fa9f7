"""How the route of a page, of a form and of a form with a file is declared.

Each is the framework's own decorator with what all of its kind share; anything can still be said otherwise.
"""

from functools import partial

from litestar import get, post

from yingji.web.operations import SendsFileForm, SendsForm
from yingji.web.params import plain_days
from yingji.web.spec import FORM_ERRORS, PAGE_ERRORS

SMALL = 64 * 1024
"""Bytes a form may have that holds a few words."""
LARGE = 16 * 1024 * 1024
"""Bytes a form may have that carries what was typed before."""

page_get = partial(
    get, media_type="text/html", responses=PAGE_ERRORS, before_request=plain_days, sync_to_thread=True
)
form_post = partial(
    post,
    media_type="text/html",
    status_code=303,
    operation_class=SendsForm,
    request_max_body_size=SMALL,
    responses=FORM_ERRORS,
    sync_to_thread=True,
)
file_post = partial(form_post, operation_class=SendsFileForm)
