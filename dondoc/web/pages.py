"""Pages as responses, with the headers that keep them safe."""

import hashlib
from base64 import b64encode
from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse

from dondoc.i18n import Language, translator
from dondoc.rendering.environment import render_html


def page(name: str, lang: Language, status: int = 200, **context: Any) -> HTMLResponse:
    """A page of templates/web; it works without scripts, and allows none."""
    html = render_html(f"web/{name}", lang, **context)
    return HTMLResponse(html, status, headers=_headers())


def problem(name: str, lang: Language, status: int) -> HTMLResponse:
    """A page that says what is wrong, and what to do about it."""
    tr = translator(lang)
    title, what = tr(f"web.{name}.title"), tr(f"web.{name}.what")
    return page("problem", lang, status, title=title, what=what)


@cache
def _headers() -> dict[str, str]:
    """The address carries the right to change something, so it goes nowhere else."""
    style = render_html("web/style", "vi").encode()
    digest = b64encode(hashlib.sha256(style).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
