"""Rule sets and the default ladder: dated data, read from files once and kept per programme."""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from sqlmodel import Session, select

from dondoc.errors import BadInput
from models.programme import Programme, RuleSet
from models.rules.evaluated_by import EvaluatedBy
from models.rules.evaluation import Grade, Scoring
from models.rules.ladder import Firmness, Gathering, Step
from models.rules.roles import Audience
from models.rules.rule_set_choice import Validity

RETURN_DAYS = 5
"""Working days to mend a report that was sent back, where a rule set is older than that rule."""

DIGEST_AFTER_DAYS = 1
"""Working days after a quarter's end until its digest is compiled, where a rule set is older."""


@dataclass(frozen=True)
class Rules:
    """The thresholds of a rule set in working days, and its scoring."""

    due_soon_days: int
    acknowledge_days: int
    cut_off_days: int
    verification_days: int
    scoring: Scoring
    return_days: int = RETURN_DAYS
    gathering: Gathering = field(default_factory=Gathering)
    digest_after_days: int = DIGEST_AFTER_DAYS
    evaluated_by: EvaluatedBy = EvaluatedBy.CHECKPOINT

    @property
    def by_decision(self) -> bool:
        """Whether checkpoints are evaluated by decisions about people alone."""
        return self.evaluated_by is EvaluatedBy.DECISION


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("dondoc.data").joinpath(name).read_text(encoding="utf-8"))


def default_ladder() -> tuple[Step, ...]:
    """The ladder that a programme starts with."""
    return tuple(
        Step(
            offset=step["offset"],
            audience=Audience(step["audience"]),
            firmness=Firmness(step["firmness"]),
            every=step.get("every"),
            channel=step.get("channel"),
        )
        for step in _data("ladder.toml")["step"]
    )


def ensure_rule_set(session: Session, code: str) -> RuleSet:
    """The rule set of that code, written down first if this database has not got it yet.

    Raises BadInput for a code that neither the database nor the data files know.
    """
    existing = session.exec(select(RuleSet).where(RuleSet.code == code)).first()
    if existing is not None:
        return existing
    known = {entry["code"]: entry for entry in _data("rule_sets.toml")["rule_set"]}
    if code not in known:
        raise BadInput("rule_set.unknown", code=code, known=", ".join(sorted(known)))
    rule_set = RuleSet(**known[code])
    session.add(rule_set)
    session.flush()
    return rule_set


def known_rule_sets(session: Session | None = None) -> list[Validity]:
    """When each rule set holds: those of the data files, and of a database where one is given."""
    files = {row["code"]: _validity(row) for row in _data("rule_sets.toml")["rule_set"]}
    rows = session.exec(select(RuleSet)).all() if session is not None else ()
    stored = {row.code: Validity(row.code, row.valid_from, row.valid_to) for row in rows}
    return list((files | stored).values())


def _validity(entry: dict[str, Any]) -> Validity:
    return Validity(entry["code"], entry["valid_from"], entry.get("valid_to"))


def rules_of(session: Session, programme: Programme) -> Rules:
    """The rules by which a programme is run and judged."""
    data = session.get_one(RuleSet, programme.rule_set_id).rules
    scoring = data["scoring"]
    return Rules(
        due_soon_days=data["due_soon_days"],
        acknowledge_days=data["acknowledge_days"],
        cut_off_days=data["cut_off_days"],
        verification_days=data["verification_days"],
        scoring=Scoring(
            failed_review_off=Decimal(scoring["failed_review_off"]),
            lateness_off=Decimal(scoring["lateness_off"]),
            quantity_cap=Decimal(scoring["quantity_cap"]),
            places=scoring["places"],
            bands=tuple((Grade(grade), Decimal(least)) for grade, least in scoring["bands"]),
        ),
        return_days=data.get("return_days", RETURN_DAYS),
        gathering=_gathering(data),
        digest_after_days=data.get("digest_after_days", DIGEST_AFTER_DAYS),
        evaluated_by=EvaluatedBy(data.get("evaluated_by", EvaluatedBy.CHECKPOINT)),
    )


def _gathering(data: dict[str, Any]) -> Gathering:
    """A rule set that was written down before there was such a day has the usual one."""
    usual = Gathering()
    return Gathering(
        data.get("told_together_after_days", usual.after),
        data.get("told_together_on", usual.weekday),
    )
