"""The web application: it needs no login, because a link in a letter says whose it is."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from dondoc.db import reading, writing
from dondoc.i18n import Language, language
from dondoc.services import unsubscribe as service
from dondoc.vault import vault
from dondoc.web.pages import page, problem
from dondoc.workplace import Workplace


def create_app(workplace: Workplace) -> FastAPI:
    """The pages over one database. Raises VaultError where the key cannot be used."""
    vault()  # better no server than one that knows nobody's link
    app = FastAPI(title="Đôn Đốc", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(HTTPException, _not_there)
    app.add_exception_handler(OperationalError, _busy)
    _health(app, workplace)
    _unsubscribe(app, workplace)
    return app


def _health(app: FastAPI, workplace: Workplace) -> None:
    @app.get("/health")
    def health() -> Response:
        """Whether the server and its database answer."""
        try:
            with reading(workplace.engine) as session:
                session.execute(text("SELECT 1"))
        except OperationalError:
            return JSONResponse({"status": "no database"}, 503)
        return JSONResponse({"status": "ok"})


def _unsubscribe(app: FastAPI, workplace: Workplace) -> None:
    @app.get("/unsubscribe/{token}")
    def ask(token: str, request: Request, lang: str | None = None) -> HTMLResponse:
        """Says what will stop; it changes nothing, because mail scanners open every link."""
        with reading(workplace.engine) as session:
            found = service.subscriber(session, token)
        return _shown(found, token, request, lang)

    @app.post("/unsubscribe/{token}")
    def stop(token: str, request: Request) -> HTMLResponse:
        """The button, and a mail program's one click (RFC 8058), whatever the body says."""
        with writing(workplace.engine) as session:
            found = service.unsubscribe(session, token, workplace.clock().now())
        return _shown(found, token, request, changed=True)

    @app.post("/subscribe/{token}")
    def start(token: str, request: Request) -> HTMLResponse:
        """The way back."""
        with writing(workplace.engine) as session:
            found = service.subscribe(session, token, workplace.clock().now())
        return _shown(found, token, request, changed=True)


def _shown(
    found: service.Subscriber | None,
    token: str,
    request: Request,
    lang: str | None = None,
    *,
    changed: bool = False,
) -> HTMLResponse:
    if found is None:
        return problem("not_found", _language_of(request), 404)
    shown = language(lang or found.language)
    other = "vi" if shown == "en" else "en"
    return page("unsubscribe", shown, person=found, token=token, changed=changed, other=other)


def _not_there(request: Request, error: Any) -> Response:
    if error.status_code != 404:
        return Response(status_code=error.status_code, headers=error.headers)
    return problem("not_found", _language_of(request), 404)


def _busy(request: Request, _: Any) -> Response:
    return problem("busy", _language_of(request), 503)


def _language_of(request: Request) -> Language:
    """Of a visitor whom nobody knows: what their browser prefers."""
    return language(request.headers.get("accept-language"))
