"""Who is in a round: taken out, put back, moved and brought in singly, by the secretariat."""

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from dondoc.errors import BadInput
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.membership import (
    LONGEST,
    MEMBERSHIP,
    MembershipInput,
    change_membership,
    membership_grounds,
)
from dondoc.services.evaluation.course.membership_sheet import (
    MembershipSheet,
    TakenOut,
    membership_sheet,
    taken_out_of,
)
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.choose import PeopleToChoose, people_to_choose, person_called
from dondoc.web.evaluation.field_errors import attempt, in_office
from dondoc.web.evaluation.looks import note_viewing, period_or_404
from dondoc.web.site.forms import Form, FormFields, number_in
from dondoc.web.site.grounds import knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.person import Person
from models.rules.evaluation_course.membership import MembershipAct
from models.rules.grounds import Grounds, as_text
from models.rules.roles import Mandate

router = Pages()


@dataclass(frozen=True)
class MembershipRead:
    """A round with one person of it. `person`: None where none is meant, or no such.

    `refusal`: why what was typed names nobody, or more than one. `people`: who can be chosen.
    """

    context: RoundContext
    person: MembershipSheet | None
    out: list[TakenOut]
    grounds: str
    refusal: BadInput | None
    people: PeopleToChoose


@router.get("/evaluation/{year}/{period}/membership")
def membership(visit: Visiting, year: int, period: str, code: str = "") -> HTMLResponse:
    """Whoever was taken out, and one person by their code."""
    visit.require(Mandate.SECRETARIAT)
    return _shown(visit, _read(visit, year, period, code), code)


@router.post("/evaluation/{year}/{period}/membership")
def change(visit: Visiting, year: int, period: str, fields: FormFields) -> Response:
    """Takes one person out, puts them back, moves them or brings them in."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    code, act = form.text("code"), form.text("act")
    read = _read(visit, year, period, code)
    if act not in set(MembershipAct):
        raise HTTPException(400)
    if read.person is None:
        form.fail("code", "evaluation.membership.error.person", code=code)
        return _shown(visit, read, code, form)
    key, person_id = read.context.row.key, read.person.person_id
    position = number_in(form.text("position"))
    entered = MembershipInput(MembershipAct(act), person_id, form.text("reason"), position)

    def grounds(session: Session) -> Grounds:
        return membership_grounds(session, _context(visit, session, year, period), person_id)

    def doing(change: SettingsChange) -> None:
        change_membership(change, key, entered)

    knows = knowing(form, grounds, MEMBERSHIP, doing)
    attempt(form, lambda: in_office(visit, knows))
    if form.errors:
        return _shown(visit, _read(visit, year, period, code), code, form)
    return go(f"{_address(read.context)}?code={quote(code, safe='')}&done=yes", visit)


def _context(visit: Visit, session: Session, year: int, period: str) -> RoundContext:
    meant = period_or_404(period, year)
    programme_id = visit.viewer.programme_id
    held = None if programme_id is None else find_round(session, programme_id, str(meant))
    if held is None:
        raise HTTPException(404)
    return round_context(session, held, visit.today)


def _read(visit: Visit, year: int, period: str, code: str) -> MembershipRead:
    """404 without a round."""
    with visit.programme() as (session, _):
        context = _context(visit, session, year, period)
        person, refusal = _meant(session, code)
        sheet = None if person is None else membership_sheet(session, context, person)
        grounds = membership_grounds(session, context, person.key) if person else {}
        read = MembershipRead(
            context, sheet, taken_out_of(session, context), as_text(grounds), refusal,
            people_to_choose(session, visit.today),
        )  # fmt: skip
        session.expunge_all()
    if sheet is not None:
        note_viewing(visit, sheet.person_id, str(context.period))
    return read


def _meant(session: Session, typed: str) -> tuple[Person | None, BadInput | None]:
    """Whose code or name was typed; else why nobody is meant for certain."""
    try:
        return (person_called(session, typed) if typed.strip() else None), None
    except BadInput as error:
        return None, error


def _address(context: RoundContext) -> str:
    return f"/evaluation/{context.programme.year}/{short_name(context.period)}/membership"


def _shown(visit: Visit, read: MembershipRead, code: str, form: Form | None = None) -> HTMLResponse:
    if form is None and read.refusal is not None:
        form = Form(FormData(), visit.tr)
        form.fail("code", read.refusal.key, **read.refusal.params)
    context = read.context
    return page(
        visit,
        "evaluation/membership",
        422 if form else 200,
        read=read,
        context=context,
        code=code,
        form=form,
        done=visit.request.query_params.get("done") == "yes",
        address=_address(context),
        year=context.programme.year,
        short=short_name(context.period),
        period_name=period_in_words(context.period, visit.tr),
        most=LONGEST,
    )
