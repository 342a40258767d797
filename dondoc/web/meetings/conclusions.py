"""Conclusions: what somebody was given by a meeting, their answer, and its acceptance."""

from collections.abc import Callable

from fastapi import HTTPException
from fastapi.responses import Response
from sqlalchemy import ColumnElement
from sqlmodel import col

from dondoc.services.meetings.conclusions import MAX_LETTERS, Conclusions
from dondoc.services.meetings.follow_up import ConclusionRow, conclusions_of, visible_to
from dondoc.services.meetings.grounds import conclusion_grounds, grounds_of_conclusion
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.meeting import Conclusion
from models.rules.conclusions import FINISHED, ConclusionState
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_DONE = frozenset({"answered", "accepted", "sent_back"})
_ORDER = (ConclusionState.LATE, ConclusionState.OPEN, ConclusionState.ANSWERED)


@router.get("/conclusions")
def conclusions(visit: Visiting, done: str = "") -> Response:
    """What is still open first; of everybody for whoever sees everything."""
    return _shown(visit, done=done)


@router.post("/conclusions/{conclusion_id}")
def settle(visit: Visiting, conclusion_id: Key, fields: FormFields) -> Response:
    """An answer, its acceptance, or sending it back."""
    form, name = Form(fields, visit.tr), f"answer-{conclusion_id}"
    how, words, evidence = form.text("act"), form.text(name), visit.workplace.evidence
    acts: dict[str, tuple[str, Callable[[Conclusions], None]]] = {
        "answer": ("answered", lambda it: it.answer(conclusion_id, words)),
        "accept": ("accepted", lambda it: it.accept(conclusion_id)),
        "send_back": ("sent_back", lambda it: it.send_back(conclusion_id, words)),
    }
    _check_right(visit, conclusion_id, how)
    if how not in acts:
        raise HTTPException(400)
    done, what = acts[how]

    def settling(office: SettingsChange) -> None:
        what(Conclusions(office, evidence))

    doing = knowing(
        form,
        lambda session: conclusion_grounds(session, conclusion_id),
        (f"conclusion:{conclusion_id}",),
        settling,
    )
    act(visit, form, doing, name)
    if form.errors:
        return _shown(visit, form)
    return go(f"/conclusions?done={done}", visit)


def _check_right(visit: Visit, conclusion_id: int, how: str) -> None:
    """404 for what is not seen, 403 for what is not the visitor's to do."""
    rows = _read(visit, col(Conclusion.id) == conclusion_id)
    if not rows:
        raise HTTPException(404)
    mine = rows[0].conclusion.position_id in visit.viewer.positions
    if how == "answer" and not mine:
        raise HTTPException(403)
    if how != "answer" and not visit.viewer.has(Mandate.SECRETARIAT):
        raise HTTPException(403)


def _read(visit: Visit, *where: ColumnElement[bool]) -> list[ConclusionRow]:
    with visit.programme() as (session, programme):
        return conclusions_of(session, programme, visit.today, visible_to(visit.viewer), *where)


def _shown(visit: Visit, form: Form | None = None, done: str = "") -> Response:
    rows = _read(visit)
    open_rows = [row for state in _ORDER for row in rows if row.state is state]
    grounds = {row.conclusion.key: grounds_of_conclusion(row.conclusion) for row in open_rows}
    return page(
        visit,
        "meetings/conclusions",
        422 if form else 200,
        open_rows=open_rows,
        finished=[row for row in rows if row.state in FINISHED],
        grounds={key: as_text(each) for key, each in grounds.items()},
        mine=set(visit.viewer.positions),
        opens=visit.viewer.sees_all,
        settles=visit.viewer.has(Mandate.SECRETARIAT),
        form=form,
        most=MAX_LETTERS,
        done=done if done in _DONE else "",
    )
