"""Quarterly digests, to read and to take along."""

import base64
import hashlib
import re
from typing import Annotated

from fastapi import HTTPException, Path
from fastapi.responses import HTMLResponse, Response

from dondoc.services.digest import kept_digests
from dondoc.services.digest.compile import keep
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.quarter import Quarter, parse_quarter
from dondoc.services.figures.shapes import DigestFigures
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import NoProgrammeError, Visit, VisitingNow
from models.rules.roles import Mandate

router = Pages()

Key = Annotated[int, Path(ge=1, le=2**31 - 1)]
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_TYPES = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}


@router.get("/digests")
def digests_page(visit: VisitingNow, number: int = 1) -> Response:
    """The kept digests, and a form to compile one."""
    _allowed(visit)
    return _list(visit, max(1, min(number, 10**6)))


@router.post("/digests")
def compile_now(visit: VisitingNow, fields: FormFields) -> Response:
    """Compiles a digest as of today; the same figures again are the same digest."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    quarter = form.attempt(lambda: parse_quarter(form.text("quarter")), "quarter")
    if quarter is None:
        return _list(visit, 1, form)
    # Reading takes its time on a large plan, and must not keep others from writing meanwhile.
    with visit.reading() as session:
        unit = form.text("unit") or None
        viewer, now = visit.viewer, visit.now
        drawn = form.attempt(
            lambda: kept_digests.draw_up(session, viewer, quarter, now, unit), "quarter"
        )
    if drawn is None:
        return _list(visit, 1, form)
    with visit.writing() as session:
        digest, new = keep(session, drawn)
        key = digest.key
    return go(f"/digests/{key}?done={'made' if new else 'same'}")


@router.get("/digests/{digest_id}")
def digest_page(visit: VisitingNow, digest_id: Key) -> Response:
    """A digest within the site's own page."""
    figures = _figures(visit, digest_id)
    done = visit.request.query_params.get("done")
    return page(
        visit,
        "digest/digest",
        digest_id=digest_id,
        f=figures,
        quarter=parse_quarter(figures.quarter),
        done=done if done in {"made", "same"} else None,
    )


@router.get("/digests/{digest_id}/paper.{kind}")
def paper(visit: VisitingNow, digest_id: Key, kind: str, take: bool = False) -> Response:
    """The digest as it stands by itself, to print or, with `take`, to download."""
    if kind not in _TYPES:
        raise HTTPException(404)
    figures = _figures(visit, digest_id)
    settings = visit.workplace.settings
    html, text = render_digest(
        figures, visit.lang, sample=visit.workplace.sample, office=settings.office
    )
    answer = HTMLResponse(html) if kind == "html" else Response(text, media_type=_TYPES[kind])
    if kind == "html":
        # The paper brings its own style sheet along: exactly that one is allowed, and no script.
        answer.headers["Content-Security-Policy"] = (
            f"default-src 'none'; style-src {_hashes(html)}; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'self'"
        )
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    if take:
        name = f"{figures.quarter}-{figures.as_of:%Y%m%d}-{digest_id}.{visit.lang}.{kind}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _hashes(html: str) -> str:
    digests = (hashlib.sha256(row.encode()).digest() for row in _STYLE.findall(html))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _allowed(visit: Visit) -> None:
    if not visit.viewer.sees_all:
        raise HTTPException(403)


def _figures(visit: Visit, digest_id: int) -> DigestFigures:
    _allowed(visit)
    with visit.reading() as session:
        digest = kept_digests.find_digest(session, visit.viewer, digest_id)
    if digest is None:
        raise HTTPException(404)
    return DigestFigures.from_json(digest.figures)


def _list(visit: Visit, number: int, form: Form | None = None) -> Response:
    with visit.reading() as session:
        digests, in_all = kept_digests.page_of_digests(session, visit.viewer, number)
    pages = max(1, -(-in_all // kept_digests.PAGE))
    return page(
        visit,
        "digest/digests",
        422 if form else 200,
        digests=digests,
        number=number,
        pages=pages,
        form=form,
        quarters=_quarters(visit),
        parse_quarter=parse_quarter,
        may_compile=visit.viewer.has(Mandate.SECRETARIAT),
    )


def _quarters(visit: Visit) -> list[Quarter]:
    """The quarters of all programmes that have begun, the latest first.

    In January the fourth quarter is reported on, whichever year's programme is at work.
    """
    if not visit.years.known:
        raise NoProgrammeError
    quarters = (Quarter(year.year, n) for year in visit.years.known for n in (4, 3, 2, 1))
    return [quarter for quarter in quarters if quarter.start <= visit.today]
