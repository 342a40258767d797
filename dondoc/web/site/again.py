"""Shows a form again with all that was typed, when the database could not take it just now."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData, UploadFile

from dondoc.services.organisation.left_posts import left_posts
from dondoc.store.database import reading
from dondoc.web.site.pages import problem
from dondoc.web.site.typed_words import TypedWords, typed_words
from dondoc.web.site.visit import TYPED_BY, person_known, workplace_of

SECRET = frozenset({"password", "again", "current", "code", "secret", "url", "token"})
"""What is typed here stands on no page, not even on the one that gives back what was typed."""

_CARRIED = frozenset({"seen", "nonce", "back", "then", "act", "rows"})
"""What a page puts into its form itself."""


_CLOSED = frozenset({403, 404, 409})
"""It can be copied, and not sent again."""


def closed_door(request: Request, status: int) -> HTMLResponse:
    """For whoever sends a page that they had open and that is not there for them any more.

    It says nothing of the thing itself, which they may not see: of their own positions alone.
    """
    workplace = workplace_of(request)
    with reading(workplace.engine) as session:
        posts = left_posts(session, int(person_known(request)), workplace.clock().today())
    return send_again(request, "closed", status, left=posts)


def send_again(request: Request, name: str, status: int, **said: Any) -> HTMLResponse:
    """A page that says that nothing was changed, and carries what was typed to be sent again.

    Among what is `said` may be where somebody signs in first, in another window; the positions
    that they left; and what was refused, in place of the page's own words.
    """
    sent = getattr(request.state, "sent", None)
    if not isinstance(sent, FormData) or request.method != "POST":
        return problem(request, name, status, what=said.get("what", ""))
    fields = [(key, text) for key, text in sent.multi_items() if isinstance(text, str)]
    typed = [field for field in fields if field[0] not in SECRET]
    return problem(
        request,
        name,
        status,
        to=_address(request),
        can_send=status not in _CLOSED,
        typed=[field for field in typed if not _is_of_words(*field)],
        words=typed_words(field for field in typed if _is_of_words(*field)),
        secrets=[key for key, _ in fields if key in SECRET],
        **{"sign_in": "", "left": (), **said},
        files=list(dict.fromkeys(key for key, file in sent.multi_items() if _is_file(file))),
    )


def _address(request: Request) -> str:
    """Where it is sent again, by whoever typed it."""
    url, who = request.url, request.query_params.get(TYPED_BY) or person_known(request)
    if who:
        url = url.include_query_params(**{TYPED_BY: who})
    return url.path + (f"?{url.query}" if url.query else "")


def typed_something(request: Request) -> bool:
    """Whether the form that was sent holds more than a page puts into it itself."""
    sent = getattr(request.state, "sent", None)
    fields = sent.multi_items() if isinstance(sent, FormData) else ()
    return any(text and key not in _CARRIED for key, text in fields if isinstance(text, str))


def words_sent(request: Request) -> list[TypedWords]:
    """What was written in the form that was sent, for a page that can take none of it."""
    sent = getattr(request.state, "sent", None)
    if not isinstance(sent, FormData):
        return []
    fields = [(key, text) for key, text in sent.multi_items() if isinstance(text, str)]
    return typed_words(field for field in fields if _is_of_words(*field))


def _is_of_words(name: str, text: str) -> bool:
    """What somebody wrote is shown to be read and copied, not only carried along: also a number."""
    return name == "value" or (name not in _CARRIED | SECRET and len(text.split()) > 1)


def _is_file(sent: object) -> bool:
    return isinstance(sent, UploadFile) and bool(sent.filename)
