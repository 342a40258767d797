"""Stopping reminders that are not mandatory: a link in a letter says whose they are."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from dondoc.i18n import language
from dondoc.services.reach import unsubscribe as service
from dondoc.store.database import reading, writing
from dondoc.web.site.pages import bare_page, problem
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import language_of, workplace_of

router = Pages()


@router.get("/unsubscribe/{token}")
def ask(token: str, request: Request, lang: str | None = None) -> HTMLResponse:
    """Says what will stop; it changes nothing, because mail scanners open every link."""
    with reading(workplace_of(request).engine) as session:
        subscriber = service.subscriber(session, token)
    return _shown(subscriber, token, request, lang)


@router.post("/unsubscribe/{token}")
def stop(token: str, request: Request) -> HTMLResponse:
    """The button, and a mail program's one click (RFC 8058), whatever the body says."""
    workplace = workplace_of(request)
    with writing(workplace.engine) as session:
        subscriber = service.unsubscribe(session, token, workplace.clock().now())
    return _shown(subscriber, token, request, changed=True)


@router.post("/subscribe/{token}")
def start(token: str, request: Request) -> HTMLResponse:
    """The way back."""
    workplace = workplace_of(request)
    with writing(workplace.engine) as session:
        subscriber = service.subscribe(session, token, workplace.clock().now())
    return _shown(subscriber, token, request, changed=True)


def _shown(
    subscriber: service.Subscriber | None,
    token: str,
    request: Request,
    lang: str | None = None,
    *,
    changed: bool = False,
) -> HTMLResponse:
    if subscriber is None:
        return problem(request, "not_found", 404, language_of(request))
    shown = language(lang or subscriber.language)
    other = "vi" if shown == "en" else "en"
    return bare_page(
        request,
        "reach/unsubscribe",
        lang=shown,
        person=subscriber,
        token=token,
        changed=changed,
        other=other,
    )
