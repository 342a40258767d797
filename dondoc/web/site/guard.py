"""What every request passes: who may send a form, and the headers that keep pages safe."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "frame-src 'self'; object-src 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    # Some addresses carry a right (a link of a letter): no other site gets to see them. With
    # "no-referrer" older browsers would call our own forms foreign (Origin: null).
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_NO_COOKIE = ("/unsubscribe/", "/subscribe/", "/api/")
"""A mail program's one click comes from anywhere, and programs send a token instead of a cookie."""


class Guard:
    """Refuses forms that another site sent, and adds the headers to every answer."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if foreign(scope["method"], scope["path"], Headers(scope=scope)):
            answer = PlainTextResponse("Cross-site request refused", 403)
            await answer(scope, receive, self._with_headers(send))
            return
        if unreadable(scope):
            answer = PlainTextResponse("Not found", 404)
            await answer(scope, receive, self._with_headers(send))
            return
        await self.app(scope, receive, self._with_headers(send))

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return sending


def unreadable(scope: Scope) -> bool:
    """Whether an address of a page holds NUL, which PostgreSQL does not even compare with.

    The API says so in its own way.
    """
    nul = "\x00" in scope["path"] or b"%00" in scope["query_string"]
    return nul and not scope["path"].startswith("/api/")


def foreign(method: str, path: str, headers: Headers) -> bool:
    """Whether an act was sent by a page of another site.

    A browser says so in Sec-Fetch-Site; an older one names the Origin at least. Without both it
    is no browser, or one from before 2016, and it must not act with a cookie.
    """
    if method in SAFE_METHODS or path.startswith(_NO_COOKIE):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc != headers.get("host")
