"""Versions of an office's own rule sets: who loaded them, what came of them, when they judge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.rule_sets.checked import parsed
from dondoc.services.evaluation.rule_sets.later_parameters import with_later_parameters
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.organisation.directory import names_of_people
from models.own_rules import OwnRuleSet, OwnRuleSetStep
from models.rules.own_rules import (
    JudgingTime,
    OwnRulesStep,
    VersionStep,
    judging_times,
    version_on,
)


@dataclass(frozen=True)
class OwnStep:
    """A step with who took it, by name. See `OwnRuleSetStep`."""

    kind: OwnRulesStep
    at: datetime
    by: str
    day: date | None
    paper: str
    paper_date: date | None
    reason: str
    period: str


@dataclass(frozen=True)
class OwnVersion:
    """A version that was loaded. `times`: when it judges, () for a draft."""

    key: int
    rules: EvaluationRules
    filename: str
    sha256: str
    loaded_at: datetime
    loaded_by: str
    steps: tuple[OwnStep, ...]
    times: tuple[JudgingTime, ...]

    @property
    def tried_on(self) -> tuple[str, ...]:
        """The periods on which it was tried."""
        return tuple(each.period for each in self.steps if each.kind is OwnRulesStep.TRIED)


@dataclass(frozen=True)
class OwnRules:
    """All versions of one code, the newest first, and when each of them judges."""

    code: str
    versions: tuple[OwnVersion, ...]
    times: tuple[JudgingTime, ...]

    def version(self, number: int) -> OwnVersion | None:
        """The version of a number; None where there is none."""
        return next((each for each in self.versions if each.rules.version == number), None)

    def shown_first(self, day: date) -> OwnVersion:
        """The one that judges on a day, else the newest that ever judges, else the newest."""
        in_force = version_on(self.times, day)
        judging = (each for each in self.versions if each.times)
        return next(
            (each for each in self.versions if each.key == in_force),
            next(judging, self.versions[0]),
        )

    @property
    def ever_in_force(self) -> bool:
        """Whether any of them was or will be in force: then everybody may read it."""
        return bool(self.times)


def own_rule_sets(session: Session) -> tuple[OwnRules, ...]:
    """All rule sets of one's own, by code."""
    rows = list(session.scalars(select(OwnRuleSet).order_by(col(OwnRuleSet.id).desc())))
    steps = list(session.scalars(select(OwnRuleSetStep).order_by(col(OwnRuleSetStep.id))))
    people = names_of_people(
        session, {*(row.loaded_by_id for row in rows), *(step.by_id for step in steps)}
    )
    codes = sorted({row.code for row in rows})
    return tuple(
        _of_code(code, [row for row in rows if row.code == code], steps, people) for code in codes
    )


def own_rules_of(session: Session, code: str) -> OwnRules | None:
    """Those of one code; None where there are none."""
    return next((each for each in own_rule_sets(session) if each.code == code.upper()), None)


def _of_code(
    code: str,
    rows: Sequence[OwnRuleSet],
    steps: Sequence[OwnRuleSetStep],
    people: Mapping[int, str],
) -> OwnRules:
    ours = {row.key for row in rows}
    steps = [step for step in steps if step.rule_set_id in ours]
    times = times_of(rows, steps)
    versions = tuple(
        OwnVersion(
            row.key, rules_of_text(row.content, row.filename), row.filename, row.sha256,
            row.loaded_at, people.get(row.loaded_by_id, ""),
            tuple(_step(step, people) for step in steps if step.rule_set_id == row.key),
            tuple(each for each in times if each.version_id == row.key),
        )
        for row in rows
    )  # fmt: skip
    return OwnRules(code, versions, times)


def _step(step: OwnRuleSetStep, people: Mapping[int, str]) -> OwnStep:
    return OwnStep(
        step.kind, step.at, people.get(step.by_id, ""), step.day, step.paper, step.paper_date,
        step.reason, step.period,
    )  # fmt: skip


def times_of(
    rows: Iterable[OwnRuleSet], steps: Iterable[OwnRuleSetStep]
) -> tuple[JudgingTime, ...]:
    """When the versions of one code judge."""
    ends = {row.key: rules_of_text(row.content, row.filename).valid_to for row in rows}
    return judging_times(
        [VersionStep(step.rule_set_id, step.kind, step.day) for step in steps], ends
    )


@lru_cache(maxsize=256)
def rules_of_text(content: str, filename: str) -> EvaluationRules:
    """The rule set of a kept text. Raises BrokenFile where a later release no longer knows it."""
    return parsed(EvaluationRules, content, filename, with_later_parameters)


def own_in_force(session: Session) -> tuple[EvaluationRules, ...]:
    """Every rule set of one's own for every time in which it judges, put in force last first.

    `valid_from` and `valid_to` are those days: whole quarters, whatever its text says.
    """
    query = select(OwnRuleSetStep).order_by(col(OwnRuleSetStep.id))
    steps = list(session.scalars(query.where(col(OwnRuleSetStep.kind) != OwnRulesStep.TRIED)))
    if not steps:
        return ()
    ids = {step.rule_set_id for step in steps}
    rows = {
        row.key: row
        for row in session.scalars(select(OwnRuleSet).where(col(OwnRuleSet.id).in_(ids)))
    }
    found: list[JudgingTime] = []
    for code in {row.code for row in rows.values()}:
        ours = [row for row in rows.values() if row.code == code]
        keys = {row.key for row in ours}
        found += times_of(ours, [step for step in steps if step.rule_set_id in keys])
    return tuple(
        rules_of_text(rows[each.version_id].content, rows[each.version_id].filename).model_copy(
            update={"valid_from": each.first, "valid_to": each.last}
        )
        for each in sorted(found, key=lambda each: (each.first, each.version_id), reverse=True)
    )
