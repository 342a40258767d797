"""Who may look at somebody's evaluation: themself, whoever evaluates, and whoever assesses them."""

from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.course.round_board import ASSESSES
from dondoc.services.evaluation.course.sheet import DossierSheet, find_sheet
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.organisation.viewer import Viewer
from models.person import Person
from models.programme import Programme


def official_with_sheet(
    session: Session, programme: Programme, viewer: Viewer, code: str, period: str, today: date
) -> tuple[Person, DossierSheet | None] | None:
    """The official with a code, with their evaluation in the round of a period if there is one.

    None for anybody else, as where there is no such official: who looks learns nothing.
    """
    person = person_of_code(session, code)
    if person is None:
        return None
    sheet = find_sheet(session, programme.key, period, person, viewer.person_id, today)
    assesses = sheet is not None and sheet.assessors & ASSESSES
    if not (viewer.person_id == person.key or evaluates(viewer) or assesses):
        return None
    return person, sheet
