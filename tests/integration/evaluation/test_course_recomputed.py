"""Rounds of an eventful year agree with a plain computation: totals, gates, grades, the year."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from course_recomputed import (
    EvaluationRecount,
    PlayedReading,
    RecountedSums,
    TypedPoints,
    half_up,
    mean_of,
)
from eventful_year import make_eventful
from own_rule_files import own
from programmes import current_programme
from replayed_year import replayed_year
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.clock import at
from dondoc.services.evaluation.course.computed import computed_of
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of, entered_of
from dondoc.services.evaluation.course.open_round import open_round, proposed_round
from dondoc.services.evaluation.course.score import score_of, works_of
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import writing
from models.evaluation_round import EvaluationDossierStep, EvaluationRoundStep
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundStepKind
from models.rules.scoring.gates import WhoIsGraded

pytestmark = pytest.mark.slow

DAY, OFFICE = date(2023, 1, 5), "CB-VPTU3"
OTHERWISE = {
    "denominator": "completed", "given_quality": "counted", "lateness": "five_days",
    "under_full_quantity": "not_completed", "total_places": 1, "bands_on": "exact",
    "absence_days": "working", "absence_from": Decimal(50), "due_in_absence": "taken_out",
    "heads_tasks": "own_and_field", "transfer": "by_days", "one_not_completed": "no_excellent",
}  # fmt: skip
READ = {
    "ND-335-2025": PlayedReading(),
    "366-QD-TW": PlayedReading(gates=True),
    "XA-2022": PlayedReading(own=True, places=1),
}
PARTS = ("subordinates", "organising", "uniting")


@pytest.fixture(scope="module")
def engine(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with replayed_year(sqlite_template, tmp_path_factory) as engine:
        make_eventful(engine, Random(335))
        yield engine


@pytest.mark.parametrize("code", READ)
def test_every_evaluation_of_three_quarters_and_the_year(engine: Engine, code: str) -> None:
    recount, played = EvaluationRecount(engine, DAY, READ[code]), Random(code)
    with pytest.raises(_AllSeenError), writing(engine) as session:
        rules = shipped_rules(code) or own(base="ND-335-2025", values=OTHERWISE)
        quarters = [_quarter(session, rules, recount, number, played) for number in (1, 2, 3)]
        compared = sum(map(len, quarters)) + _year(session, rules, recount, quarters)
        assert compared > 400
        raise _AllSeenError  # so that the next rule set finds the year without rounds


class _AllSeenError(Exception):
    pass


@dataclass(frozen=True)
class PlayedDecision:
    """A decision that stands: what was worked out of it, and the grade that was given."""

    sums: RecountedSums
    general: Fraction
    grade: str | None


def _quarter(
    session: Session,
    rules: EvaluationRules,
    recount: EvaluationRecount,
    number: int,
    played: Random,
) -> dict[int, PlayedDecision]:
    """Everybody is decided with points and grades of chance, and compared; by person."""
    context = _opened(session, rules, f"Q{number}")
    dossiers = dossiers_of(session, context)
    works, found = works_of(session, context, dossiers, DAY), {}
    for each in dossiers:
        row, step = each.row, _step(each, played)
        score = works[row.key].scored_with(entered_of(step))
        step.computed, step.basis_sha256 = computed_of(score, DAY), score.basis_sha256
        said = step.leader_parts
        leader = [said[name] for name in PARTS] if row.leads else None
        general = Fraction(step.general or 0)
        typed = TypedPoints(general, leader, said["shortcomings"], said["repaired"])
        sums = recount.quarter(row.person_id, number, row.leads, typed)
        where = (rules.code, number, each.code)
        assert _plain(sums, recount.read) == _kept(step.computed), where
        given = sums.grade if played.random() < 0.8 else played.choice(list(Grade))
        step.grade = None if played.random() < 0.05 or given is None else Grade(given)
        session.add(step)
        found[row.person_id] = PlayedDecision(sums, general, step.grade and step.grade.value)
    _published(session, context)
    return found


def _year(
    session: Session,
    rules: EvaluationRules,
    recount: EvaluationRecount,
    quarters: list[dict[int, PlayedDecision]],
) -> int:
    """The mean of what was decided, and what holds it back; how many were compared."""
    context = _opened(session, rules, "2022")
    dossiers = dossiers_of(session, context)
    scores = score_of(session, context, dossiers, DAY)
    for each in dossiers:
        person = each.row.person_id
        parts = [quarter[person] for quarter in quarters if person in quarter]
        counted = [one.sums.total for one in parts if one.grade and one.sums.total is not None]
        found, where = computed_of(scores[each.row.key], DAY), (rules.code, "year", each.code)
        mean = mean_of(counted) if counted else None
        by_points = None if mean is None else recount.band(mean)
        failed = any(one.grade == "not_completed" for one in parts)
        held = recount.read.own and by_points == "excellent" and failed
        assert found["exact"] == (None if mean is None else str(mean)), where
        assert found["by_points"] == by_points, where
        assert found["held_back"] == held, where
        assert sum(one["counted"] for one in found["periods"]) == len(counted), where
        if not recount.read.gates:
            grade = "good" if held else by_points
            disciplined = bool(recount.disciplined[person])
            assert found["grade"] == ("not_completed" if disciplined else grade), where
    return len(dossiers)


def _opened(session: Session, rules: EvaluationRules, period: str) -> RoundContext:
    change = acting_for_office(session, OFFICE, at(DAY), at(DAY))
    by = {WhoIsGraded.OFFICIAL: rules, WhoIsGraded.LEADER: rules}
    programme = current_programme(session, 2022)
    proposal = proposed_round(session, programme, period, DAY, by)
    return round_context(session, open_round(change, programme, proposal), DAY)


def _step(dossier: DossierRead, played: Random) -> EvaluationDossierStep:
    pointed = played.randrange(3)
    parts: dict[str, Any] = {name: played.random() < 0.7 for name in PARTS}
    if not dossier.row.leads:
        parts = {}
    parts |= {"shortcomings": pointed, "repaired": played.choice((pointed, 0))}
    return EvaluationDossierStep(
        dossier_id=dossier.row.key, kind=DossierStepKind.DECIDED, person_id=1, at=at(DAY),
        general=Decimal(played.randrange(36, 61)) / 2, criteria=[], leader_parts=parts, computed={},
    )  # fmt: skip


def _published(session: Session, context: RoundContext) -> None:
    session.add(
        EvaluationRoundStep(
            round_id=context.row.key, kind=RoundStepKind.PUBLISHED, person_id=1, at=at(DAY)
        )
    )
    session.flush()


def _plain(sums: RecountedSums, read: PlayedReading) -> dict[str, Any]:
    """As a step keeps it."""
    total = sums.total
    return {
        "exact": None if total is None else str(total),
        "rounded": None if total is None else str(half_up(total, read.places)),
        "parts": {name: str(share) for name, share in sums.parts.items()},
        "by_points": sums.by_points,
        "overruled": sums.overruled,
        "gates": {f"{grade}.{need}": state for (grade, need), state in sums.gates.items()},
        "grade": sums.grade,
    }


def _kept(computed: dict[str, Any]) -> dict[str, Any]:
    kept = json.loads(json.dumps(computed))
    gates = {f"{each['grade']}.{each['need']}": each["state"] for each in kept["gates"]}
    names = ("exact", "rounded", "parts", "by_points", "overruled", "grade")
    return {name: kept[name] for name in names} | {"gates": gates}
