"""The district's year: three quarters are decided and published, and the year is opened.

An leads one piece of work in each quarter; Bình heads the unit and leads none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from course_world import FULL, begin, context_of, dossier_in
from deciding_world import DecidingWorld, by_decision
from evaluated_stories import DECREE
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.services.evaluation.course.computed import computed_grade
from dondoc.services.evaluation.course.dossiers import state_of_dossier
from dondoc.services.evaluation.course.score import DossierScore, is_changed, score_of
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.store.database import reading, writing
from models.person import Position
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.scoring.exact import decimal_of
from models.rules.scoring.years import YearPartState

QUARTERS = {
    "Q1": (date(2022, 4, 12), date(2022, 5, 12)),
    "Q2": (date(2022, 7, 12), date(2022, 8, 12)),
    "Q3": (date(2022, 10, 12), date(2022, 11, 10)),
    "Q4": (date(2023, 1, 4), date(2023, 2, 6)),
}
"""When a quarter's evaluation is opened, and when the body decides and publishes."""
YEAR_OPENED = date(2022, 11, 15)
YEAR_HELD = date(2022, 12, 12)
REPORTED = {"Q2": date(2022, 6, 24), "Q3": date(2022, 9, 26), "Q4": date(2022, 12, 26)}


@dataclass
class YearWorld(DecidingWorld):
    """An's and Bình's year. `rules`: by which its rounds are opened."""

    rules: str | EvaluationRules = DECREE

    def work(self, period: str, due: date, value: str = "10") -> str:
        """A piece of work that An leads, verified."""
        with writing(self.engine) as session:
            made = self.place(session)
            made.made += len(self.refs)
            query = select(Position).where(col(Position.code) == "P-an")
            made.positions["an"] = session.scalars(query).one()
            ref = made.checkpoint(due)
        self.refs.append(ref)
        day = REPORTED[period]
        self.act(Act.REPORT, "an", day, ref, value=Decimal(value))
        self.act(Act.VERIFY, "em", day, ref)
        self.advance(day)
        return ref

    def vacant_work(self, due: date, verified_on: date) -> str:
        """Work that a position without a holder answers for, found not reported."""
        with writing(self.engine) as session:
            made = self.place(session)
            made.made += 40
            made.positions["an"] = Position(unit_id=made.unit.key, code="P-trong", title="Trống")
            session.add(made.positions["an"])
            session.flush()
            ref = made.checkpoint(due)
        self.act(Act.NOT_REPORTED, "em", verified_on, ref)
        self.advance(verified_on)
        return ref

    def evaluated(
        self,
        period: str,
        grade: Grade | None = Grade.EXCELLENT,
        criteria: Mapping[int, Decimal] = FULL,
        reason: str = "",
    ) -> int:
        """A quarter from its opening to publication; Bình, who leads no work, is not graded."""
        opened, held = QUARTERS[period]
        self.round_id = self.opened(opened, self.rules, period)
        said: dict[str, Any] = {
            "criteria": criteria,
            "grade": grade or Grade.GOOD,
            "words": "Đã rà soát",
        }
        self.takes("an", DossierAct.ASSESS_SELF, opened, **said)
        self.takes(
            "binh",
            DossierAct.COMMENT,
            opened,
            reason="Đã rà soát",
            shortcomings=0,
            repaired=0,
            **said,
        )
        self.calls(held)
        outcome = self.decides(
            {"of": "an", "grade": grade, "reason": reason},
            {"of": "binh", "grade": None, "reason": "Không có việc đến hạn"},
            by="em", day=held,
        )  # fmt: skip
        assert not outcome.refused, outcome.refused
        self.closes(held)
        self.steps_round(RoundAct.PUBLISH, held)
        return self.round_id

    def decides_year(self, grade: Grade = Grade.EXCELLENT, day: date = YEAR_HELD) -> None:
        """From the self-assessment of the year to publication; Bình is not graded."""
        said = {"grade": grade, "words": "Cả năm"}
        self.takes("an", DossierAct.ASSESS_SELF, YEAR_OPENED, **said)
        self.takes("binh", DossierAct.COMMENT, YEAR_OPENED, **said)
        self.takes("chi", DossierAct.PROPOSE, YEAR_OPENED, grade=grade)
        self.calls(day)
        outcome = self.decides(
            {"of": "an", "grade": grade},
            {"of": "binh", "grade": None, "reason": "Không kỳ nào được xếp loại"},
            by="em", day=day,
        )  # fmt: skip
        assert not outcome.refused, outcome.refused
        self.closes(day)

    def decides_again(self, grade: Grade, day: date, **said: Any) -> None:
        """An in another session of the round meant."""
        self.calls(day)
        outcome = self.decides({"of": "an", "grade": grade, **said}, by="em", day=day)
        assert not outcome.refused, outcome.refused
        self.closes(day)

    def opens_year(self, day: date = YEAR_OPENED) -> int:
        self.round_id = self.opened(day, self.rules, "2022")
        return self.round_id

    def year_of(self, code: str = "an", day: date = YEAR_OPENED) -> DossierScore:
        """Somebody's year as it counts now."""
        with reading(self.engine) as session:
            context = context_of(session, day, self.round_id)
            dossier = dossier_in(session, context, code)
            return score_of(session, context, [dossier], day)[dossier.row.key]

    def state(self, code: str = "an", day: date = YEAR_HELD) -> DossierState:
        with reading(self.engine) as session:
            context = context_of(session, day, self.round_id)
            dossier = dossier_in(session, context, code)
            work = score_of(session, context, [dossier], day)[dossier.row.key].work
            return state_of_dossier(context, dossier, is_changed(work, dossier.decision))


def begin_year(engine: Engine, folder: Path) -> YearWorld:
    """The first quarter's work is verified, and decisions evaluate."""
    made = begin(engine, folder)
    by_decision(engine)
    return YearWorld(engine, folder, made.refs)


def three_quarters(engine: Engine, folder: Path) -> YearWorld:
    """Quarters I to III are decided: 100, 97 and 97 points of An."""
    world = begin_year(engine, folder)
    world.evaluated("Q1")
    world.work("Q2", date(2022, 6, 30))
    world.evaluated("Q2", criteria={**FULL, 1: Decimal("4.5")})
    world.work("Q3", date(2022, 9, 30))
    world.evaluated("Q3", criteria={**FULL, 1: Decimal("6"), 2: Decimal("6")})
    return world


def shown(score: DossierScore) -> tuple[str | None, Grade | None]:
    """The total to two decimals, and the grade."""
    total = score.period.total
    return (str(decimal_of(total.exact, 2)) if total else None), computed_grade(score)


def states(world: YearWorld, code: str = "an", day: date = YEAR_OPENED) -> list[YearPartState]:
    """What each period has for somebody's year, in order."""
    year = world.year_of(code, day).work.year
    assert year is not None
    return [each.part.state for each in year.periods]
