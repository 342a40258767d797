"""A district whose first quarter is evaluated: An leads, Bình heads the unit, Chi is the secretary.

Dung and Em are the secretariat, Giang sits on the Standing Committee, Hà has no part in it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from evaluated_stories import DECREE
from remind_world import World
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of
from dondoc.services.evaluation.course.grounds import dossier_grounds, known_to
from dondoc.services.evaluation.course.open_round import open_round, proposed_round
from dondoc.services.evaluation.course.score import works_of
from dondoc.services.evaluation.course.step_input import StepInput
from dondoc.services.evaluation.course.take_step import StepTaken, take_step
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading, writing
from models.evaluation_round import EvaluationDossierStep, EvaluationRound
from models.person import Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.grounds import as_text
from models.rules.scoring.gates import WhoIsGraded

DUE = date(2022, 3, 31)
OPENED = date(2022, 4, 12)
SELF_UNTIL = date(2022, 4, 18)
ALL_LEADER_PARTS = {"subordinates": True, "organising": True, "uniting": True}


def points(*each: str) -> dict[int, Decimal]:
    """The points of criteria in order."""
    return {number: Decimal(text) for number, text in enumerate(each, 1)}


FULL = points("7.5", "7.5", "7.5", "7.5")
LESS = points("7.5", "7", "7.5", "7")


@dataclass
class CourseWorld(World):
    """The district, and its evaluation of the first quarter; `round_id`: of the round meant."""

    round_id: int = 0

    def opened(
        self, day: date = OPENED, rules: str | EvaluationRules = DECREE, period: str = "Q1"
    ) -> int:
        """Opens the round; its key."""
        chosen = shipped_rules(rules) if isinstance(rules, str) else rules
        assert chosen is not None
        with writing(self.engine) as session:
            programme = session.scalars(select(Programme)).one()
            change = acting_for_office(session, "dung", at(day), at(day))
            by = dict.fromkeys((WhoIsGraded.OFFICIAL, WhoIsGraded.LEADER), chosen)
            proposal = proposed_round(session, programme, period, day, by)
            return open_round(change, programme, proposal).key

    def takes(
        self, by: str, act: DossierAct, day: date, of: str = "an", **entered: Any
    ) -> StepTaken:
        """Somebody takes a step on somebody's evaluation, having seen how it stands."""
        with writing(self.engine) as session:
            context = context_of(session, day, self.round_id)
            dossier = dossier_in(session, context, of)
            seen = entered.pop("seen", None)
            if seen is None:
                seen = seen_of(session, context, dossier, act)
            change = acting_for_office(session, by, at(day), at(day))
            return take_step(change, dossier.row.key, StepInput(act, seen, **entered))

    def seen(self, day: date, of: str = "an") -> str:
        """What a form would show of somebody's evaluation."""
        with reading(self.engine) as session:
            context = context_of(session, day, self.round_id)
            return seen_of(session, context, dossier_in(session, context, of))

    def steps(self) -> list[EvaluationDossierStep]:
        """All steps that there are."""
        with reading(self.engine) as session:
            query = select(EvaluationDossierStep).order_by(col(EvaluationDossierStep.id))
            found = list(session.scalars(query))
            session.expunge_all()
            return found

    def assessed(self, day: date = OPENED, **entered: Any) -> StepTaken:
        """An assesses themself, with full marks."""
        said = {"criteria": FULL, "grade": Grade.EXCELLENT} | entered
        return self.takes("an", DossierAct.ASSESS_SELF, day, **said)

    def commented(self, day: date = OPENED, **entered: Any) -> StepTaken:
        """The head of the unit agrees, or says otherwise."""
        said = {"criteria": FULL, "grade": Grade.EXCELLENT} | entered
        return self.takes("binh", DossierAct.COMMENT, day, **said)


def begin(engine: Engine, folder: Path, *, value: str = "10") -> CourseWorld:
    """The quarter is over, and An's one result was verified: in time, ten of ten."""
    world = CourseWorld.begin(engine, folder, DUE)
    assert isinstance(world, CourseWorld)
    with writing(engine) as session:
        session.scalars(
            select(Position).where(col(Position.code) == "P-binh")
        ).one().heads_unit = True
    world.act(Act.REPORT, "an", date(2022, 3, 28), value=Decimal(value))
    world.act(Act.VERIFY, "dung", date(2022, 3, 30))
    world.advance(date(2022, 3, 31))
    return world


def context_of(session: Session, day: date, round_id: int = 0) -> RoundContext:
    """A round as it stands on a day; 0: the only one that there is."""
    query = select(EvaluationRound)
    if round_id:
        query = query.where(col(EvaluationRound.id) == round_id)
    return round_context(session, session.scalars(query).one(), day)


def dossier_in(session: Session, context: RoundContext, code: str) -> DossierRead:
    """Somebody's evaluation in it."""
    (found,) = (each for each in dossiers_of(session, context) if each.code == code)
    return found


def seen_of(
    session: Session,
    context: RoundContext,
    dossier: DossierRead,
    act: DossierAct = DossierAct.DECIDE,
) -> str:
    """The grounds that the form of a step shows."""
    works = works_of(session, context, [dossier], context.today)
    return as_text(dossier_grounds(known_to(context, works[dossier.row.key], act)))
