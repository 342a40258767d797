"""Quarterly digests, to read and to take along."""

import base64
import hashlib
import re
from typing import Annotated

from fastapi import HTTPException, Path
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.services.digest import kept_digests
from dondoc.services.digest.compile import keep, latest_key
from dondoc.services.digest.render import name_of, paper_in_page, render_digest
from dondoc.services.figures.periods import DigestPeriod, HalfYear, whole_year
from dondoc.services.figures.quarter import Quarter, parse_period
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.organisation.choose import (
    chosen_from,
    people_to_choose,
    person_called,
    units_to_choose_from,
)
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.guard import POLICY
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
    quarter = form.attempt(lambda: parse_period(form.text("quarter")), "quarter")
    if quarter is None:
        return _list(visit, 1, form)
    # Reading takes its time on a large plan, and must not keep others from writing meanwhile.
    with visit.reading() as session:
        unit, official = _part(visit, session, form)
        if form.errors:
            return _list(visit, 1, form)
        viewer, now = visit.viewer, visit.now
        drawn = form.attempt(
            lambda: kept_digests.draw_up(session, viewer, quarter, now, unit, official), "quarter"
        )
        known = latest_key(session, drawn) if drawn is not None else 0
    if drawn is None:
        return _list(visit, 1, form)
    with visit.writing() as session:
        # Drawing up takes its time: who lost the mandate since they came in keeps nothing.
        visit.for_office(session).mandated(Mandate.SECRETARIAT)
        digest, new = keep(session, drawn, known)
        address = f"/digests/{digest.key}"
        ended = kept_digests.how_it_ended(digest, drawn, known, new=new)
    return go(f"{address}?done={ended}", visit)


def _part(visit: Visit, session: Session, form: Form) -> tuple[str | None, str | None]:
    """The codes of the unit and of the official that were chosen, where they were."""
    typed, whom = form.text("unit"), form.text("official")
    units = units_to_choose_from(session, visit.today)
    unit = form.attempt(lambda: chosen_from(units, typed), "unit") if typed else None
    found = form.attempt(lambda: person_called(session, whom), "official") if whom else None
    return unit, found.code if found else None


@router.get("/digests/{digest_id}")
def digest_page(visit: VisitingNow, digest_id: Key, group: str = "") -> Response:
    """A digest within the site's own page; `group`: that of one group, from the same reading."""
    whole, compiled = _digest(visit, digest_id)
    figures = _of_group(whole, group)
    done = visit.request.query_params.get("done")
    sample, office = visit.workplace.sample, visit.workplace.settings.office
    style, body = paper_in_page(figures, visit.lang, sample=sample, office=office)
    answer = page(
        visit,
        "digest/digest",
        digest_id=digest_id,
        f=figures,
        whole=whole,
        group=group,
        named=parse_period(figures.quarter),
        whom=name_of(figures),
        done=done
        if done in {"made", "same"} or (done in {"just", "newer"} and compiled.by)
        else "",
        compiled=compiled,
        style=style,
        paper=body,
    )
    # Of this page, the paper's own style sheet is allowed beside the site's.
    styles = f"style-src 'self' {_hashes(style)};"
    answer.headers["Content-Security-Policy"] = POLICY.replace("style-src 'self';", styles)
    return answer


@router.get("/digests/{digest_id}/paper.{kind}")
def paper(
    visit: VisitingNow, digest_id: Key, kind: str, take: bool = False, group: str = ""
) -> Response:
    """The digest as it stands by itself, to print or, with `take`, to download."""
    if kind not in _TYPES:
        raise HTTPException(404)
    figures = _of_group(_digest(visit, digest_id)[0], group)
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


def _of_group(figures: DigestFigures, group: str) -> DigestFigures:
    """The digest of a group, which was kept beside that of all units."""
    if not group:
        return figures
    if group not in figures.of_groups:
        raise HTTPException(404)
    return figures.of_groups[group]


def _digest(visit: Visit, digest_id: int) -> tuple[DigestFigures, kept_digests.Compiled]:
    _allowed(visit)
    with visit.reading() as session:
        digest = kept_digests.find_digest(session, visit.viewer, digest_id)
        if digest is None:
            raise HTTPException(404)
        compiled = kept_digests.compiled(session, digest)
    return DigestFigures.from_json(digest.figures), compiled


def _list(visit: Visit, number: int, form: Form | None = None) -> Response:
    with visit.reading() as session:
        digests, in_all = kept_digests.page_of_digests(session, visit.viewer, number)
        units = units_to_choose_from(session, visit.today)
        people = people_to_choose(session, visit.today)
    pages = max(1, -(-in_all // kept_digests.PAGE_SIZE))
    return page(
        visit,
        "digest/digests",
        422 if form else 200,
        digests=digests,
        number=number,
        pages=pages,
        form=form,
        quarters=_periods(visit),
        units=units,
        people=people,
        parse_period=parse_period,
        may_compile=visit.viewer.has(Mandate.SECRETARIAT),
    )


def _periods(visit: Visit) -> list[DigestPeriod]:
    """The periods of all programmes that have begun: the latest quarters first, then longer ones.

    In January the fourth quarter is reported on, whichever year's programme is at work.
    """
    if not visit.years.known:
        raise NoProgrammeError
    years = [year.year for year in visit.years.known]
    quarters = [Quarter(year, n) for year in years for n in (4, 3, 2, 1)]
    halves = [HalfYear(year, n) for year in years for n in (2, 1)]
    longer = [*halves, *map(whole_year, years)]
    return [period for period in (*quarters, *longer) if period.start <= visit.today]
