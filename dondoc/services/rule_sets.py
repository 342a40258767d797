"""Rule sets and the default ladder: dated data, read from files once and kept per programme."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from sqlmodel import Session, select

from dondoc.services.errors import BadInput
from models.programme import Programme, RuleSet
from models.rules.evaluation import Grade, Scoring
from models.rules.ladder import Firmness, Gathering, Step
from models.rules.roles import Audience
from models.rules.validity import on_day

RETURN_DAYS = 5
"""Working days to mend a report that was sent back, where a rule set is older than that rule."""


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
    found = session.exec(select(RuleSet).where(RuleSet.code == code)).first()
    if found is not None:
        return found
    known = {entry["code"]: entry for entry in _data("rule_sets.toml")["rule_set"]}
    if code not in known:
        raise BadInput("rule_set.unknown", code=code, known=", ".join(sorted(known)))
    rule_set = RuleSet(**known[code])
    session.add(rule_set)
    session.flush()
    return rule_set


def rule_set_for(session: Session, year: int) -> str | None:
    """The code of the rule set that is valid in a year; None where none, or several, are.

    Those of the database and those of the data files, which are written down when they are used.
    """
    found = rule_sets_valid(session, year)
    return found[0] if len(found) == 1 else None


def rule_sets_valid(session: Session, year: int) -> list[str]:
    """The codes of the rule sets that are valid for all of a year, in alphabetical order."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    dates = {one["code"]: _dates(one) for one in _data("rule_sets.toml")["rule_set"]}
    stored = session.exec(select(RuleSet)).all()
    dates |= {one.code: (one.valid_from, one.valid_to) for one in stored}
    return sorted(
        code
        for code, (start, end) in dates.items()
        if on_day(start, end, first) and on_day(start, end, last)
    )


def _dates(entry: dict[str, Any]) -> tuple[date, date | None]:
    return entry["valid_from"], entry.get("valid_to")


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
    )


def _gathering(data: dict[str, Any]) -> Gathering:
    """A rule set that was written down before there was such a day has the usual one."""
    usual = Gathering()
    return Gathering(
        data.get("told_together_after_days", usual.after),
        data.get("told_together_on", usual.weekday),
    )
