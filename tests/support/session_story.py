"""The sample's first quarter, assessed and commented on for everybody, before its session."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from evaluation_round import opened
from sites import Site
from sqlalchemy import select
from sqlmodel import Session

from dondoc.clock import at, wall_clock
from dondoc.services.evaluation.course.assessors import AssessorLookup, assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of
from dondoc.services.evaluation.course.grounds import dossier_grounds
from dondoc.services.evaluation.course.score import works_of
from dondoc.services.evaluation.course.step_input import StepInput
from dondoc.services.evaluation.course.take_step import take_step
from dondoc.services.organisation.changes import SettingsChange
from dondoc.store.database import writing
from models.evaluation_round import EvaluationRound
from models.person import Person
from models.rules.evaluation import Grade
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.grounds import as_text

COMMENTED, HELD = date(2022, 6, 6), date(2022, 6, 20)
PARTS = {"subordinates": True, "organising": True, "uniting": True}


def on_day(site: Site, day: date) -> None:
    """The clock of the pages is set to the morning of a day."""
    offset = at(day, 9) - wall_clock()
    site.app.state.workplace = replace(site.app.state.workplace, offset=offset)


def everybody_commented(site: Site) -> int:
    """Opens the round, and the level above says for each what the rule set makes of them.

    How many they are. General points differ from one to the next, by halves from 27 to 30.
    """
    opened(site)
    with writing(site.workplace.engine) as session:
        held = session.scalars(select(EvaluationRound)).one()
        context = round_context(session, held, COMMENTED)
        found, lookup = dossiers_of(session, context), assessor_lookup(session, context)
        for place, dossier in enumerate(found):
            _comment(session, context, lookup, dossier, place)
    return len(found)


def _comment(
    session: Session,
    context: RoundContext,
    lookup: AssessorLookup,
    dossier: DossierRead,
    place: int,
) -> None:
    above = sorted(lookup.people(dossier, Assessor.ABOVE))
    by = session.get_one(Person, above[0])
    change = SettingsChange(session, by, None, at(COMMENTED), at(COMMENTED))
    work = works_of(session, context, [dossier], COMMENTED)[dossier.row.key]
    points = {number: Decimal("7.5") - Decimal((place + number) % 3) / 4 for number in range(1, 5)}
    entered = StepInput(
        DossierAct.COMMENT, as_text(dossier_grounds(work)), leader=PARTS, criteria=points,
        reason="Theo kết quả", grade=Grade.GOOD, shortcomings=0, repaired=0,
    )  # fmt: skip
    take_step(change, dossier.row.key, entered)
