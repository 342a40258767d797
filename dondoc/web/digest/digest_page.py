"""A digest on its page: the paper within the site, where it stands, and what was remarked on it."""

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.exports.libreoffice import program
from dondoc.services.digest import kept_digests
from dondoc.services.digest.approve import grounds_of
from dondoc.services.digest.life import DigestLife, life_of
from dondoc.services.digest.remarks import remarks_on
from dondoc.services.digest.render import name_of, paper_in_page, render_digest
from dondoc.services.digest.replaced import NEVER_ISSUED_BEFORE, IssueStanding, issue_standing
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.digest_recipients import counted, holders_left_out, recipients_of
from dondoc.services.papers.issue import unread_parts
from dondoc.services.papers.issue_papers import layout_of_issue
from dondoc.services.papers.office import forms_offered
from dondoc.services.papers.own.templates import forms_with_own
from dondoc.web.site.forms import Form
from dondoc.web.site.guard import POLICY
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.digest import Digest
from models.rules.digest_life import DigestAct, DigestState, why_not
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_TYPES = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}
_DONE = frozenset({
    "made", "same", "locked", "approved", "issued", "reopened", "remarked", "answered",
})  # fmt: skip


@router.get("/digests/{digest_id}")
def digest_page(visit: VisitingNow, digest_id: Key, group: str = "") -> Response:
    """A digest within the site's own page; `group`: that of one group, from the same reading."""
    return show_digest(visit, digest_id, group)


@router.get("/digests/{digest_id}/units/{unit_id}")
def unit_page(visit: VisitingNow, digest_id: Key, unit_id: Key) -> Response:
    """What a digest says of one unit, for whoever sees the unit's work."""
    with visit.reading() as session:
        part = kept_digests.find_unit_digest(
            session, visit.viewer, digest_id, unit_id, reopened=True
        )
        if part is None:
            raise HTTPException(404)
        digest = session.get_one(Digest, digest_id)
        life = life_of(session, digest)
        newer = life.locked_by if life.reopening else None
        if newer and not kept_digests.find_unit_digest(session, visit.viewer, newer, unit_id):
            newer = None
        takes = life.is_locked or visit.viewer.sees_all
    figures = DigestFigures.from_json(part.figures)
    return in_its_page(
        visit, figures, "digest/unit", digest_id=digest_id, unit_id=unit_id, life=life,
        newer=newer, takes=takes, standing=issue_standing(life),
    )  # fmt: skip


def show_digest(
    visit: Visit, digest_id: int, group: str = "", form: Form | None = None
) -> HTMLResponse:
    """The page; `form`: one that was refused, to be shown as it was typed."""
    whole, compiled, context = _read(visit, digest_id)
    figures = _of_group(whole, group)
    done = visit.request.query_params.get("done")
    answer = in_its_page(
        visit,
        figures,
        "digest/digest",
        422 if form else 200,
        digest_id=digest_id,
        figures_at=f"/digests/{digest_id}/checkpoints",
        whole=whole,
        group=group,
        done=done if done in _DONE or (done in {"just", "newer"} and compiled.by) else "",
        compiled=compiled,
        form=form,
        **context,
    )
    return answer


def in_its_page(
    visit: Visit,
    figures: DigestFigures,
    name: str,
    status: int = 200,
    figures_at: str = "",
    standing: IssueStanding = NEVER_ISSUED_BEFORE,
    **context: Any,
) -> HTMLResponse:
    """A page of the site with the paper of these figures in it."""
    sample, office = visit.workplace.sample, visit.workplace.settings.office
    style, body = paper_in_page(
        figures, visit.lang, sample=sample, office=office, figures_at=figures_at, standing=standing
    )
    answer = page(
        visit, name, status, f=figures, named=parse_period(figures.quarter), whom=name_of(figures),
        style=style, paper=body, **_paper_forms(visit), **context,
    )  # fmt: skip
    # Of this page, the paper's own style sheet is allowed beside the site's.
    styles = f"style-src 'self' {_hashes(style)};"
    answer.headers["Content-Security-Policy"] = POLICY.replace("style-src 'self';", styles)
    return answer


def _paper_forms(visit: Visit) -> dict[str, Any]:
    """Whose rules a paper may follow, the office's own first."""
    offered = forms_offered(visit.workplace.settings)
    words = [(form, visit.tr(f"papers.form.{form}")) for form in offered]
    return {"paper_forms": offered, "form_choices": words}


@router.get("/digests/{digest_id}/paper.{kind}")
def paper(
    visit: VisitingNow, digest_id: Key, kind: str, take: bool = False, group: str = ""
) -> Response:
    """The digest as it stands by itself, to print or, with `take`, to download."""
    if kind not in _TYPES:
        raise HTTPException(404)
    whole, _, context = _read(visit, digest_id)
    figures = _of_group(whole, group)
    settings = visit.workplace.settings
    html, text = render_digest(
        figures,
        visit.lang,
        sample=visit.workplace.sample,
        office=settings.office,
        standing=context["standing"],
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


def _of_group(figures: DigestFigures, group: str) -> DigestFigures:
    """The digest of a group, which was kept beside that of all units."""
    if not group:
        return figures
    if group not in figures.of_groups:
        raise HTTPException(404)
    return figures.of_groups[group]


def _read(
    visit: Visit, digest_id: int
) -> tuple[DigestFigures, kept_digests.Compiled, dict[str, Any]]:
    """The figures, who compiled them, and what the page says of its life."""
    with visit.reading() as session:
        digest = kept_digests.find_digest(session, visit.viewer, digest_id)
        if digest is None:
            raise visit.not_of_whole_year()
        life = life_of(session, digest)
        context: dict[str, Any] = {
            "life": life if life.facts.is_whole else None,
            "remarks": remarks_on(session, digest) if life.facts.is_whole else [],
            "units": kept_digests.units_with_part(session, digest_id),
            "grounds": as_text(grounds_of(session, digest, life)),
            "may": _may(visit, life),
            "standing": issue_standing(life),
            "recipients": recipients_of(session, digest),
            "issued_on": layout_of_issue(session, life),
        }
        context["letters"] = counted(context["recipients"])
        context["own_forms"] = forms_with_own(session) if "issue" in context["may"] else ()
        issues = "issue" in context["may"] and life.state is DigestState.ISSUED
        context["unread"] = unread_parts(session, digest) if issues else ()
        context["left_out"] = holders_left_out(session, digest, life) if issues else ()
        context["converts"] = program() is not None
        context["waiting"] = sum(each.answered_at is None for each in context["remarks"])
        compiled = kept_digests.compiled(session, digest)
    return DigestFigures.from_json(digest.figures), compiled, context


def _may(visit: Visit, life: DigestLife) -> frozenset[str]:
    """What the visitor may do with it, by the names of acts."""
    has: Callable[..., bool] = visit.viewer.has
    decides = has(Mandate.SECRETARIAT)
    acts = {act for act in DigestAct if not why_not(act, life.facts)}
    remarks = {DigestAct.REMARK} if decides or has(Mandate.STANDING_COMMITTEE) else set()
    return frozenset(act.value for act in acts & (set(DigestAct) if decides else remarks)) | (
        frozenset({"answer"}) if decides else frozenset()
    )
