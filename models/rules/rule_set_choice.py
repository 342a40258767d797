"""Which rule set judges a year where its plan names none."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from models.rules.validity import on_day


class Validity(NamedTuple):
    """From when to when a rule set holds, both included; `valid_to` None: until another comes."""

    code: str
    valid_from: date
    valid_to: date | None = None


class RuleSetChoice(NamedTuple):
    """The rule set that is taken, and all that are valid in the year: it is sure with one."""

    code: str
    valid: tuple[str, ...]


def valid_in(known: Iterable[Validity], year: int) -> tuple[str, ...]:
    """The codes of the rule sets that hold all through a year, the latest first."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    whole = (validity for validity in known if _holds(validity, first) and _holds(validity, last))
    latest = sorted(whole, key=lambda rule_set: (rule_set.valid_from, rule_set.code), reverse=True)
    return tuple(validity.code for validity in latest)


def rule_set_of_year(known: Iterable[Validity], year: int) -> RuleSetChoice:
    """The one that is valid in a year; of several the latest, of none the one that came before.

    `known`: at least one.
    """
    listed = sorted(known, key=lambda validity: (validity.valid_from, validity.code))
    valid = valid_in(listed, year)
    if valid:
        return RuleSetChoice(valid[0], valid)
    before = [validity for validity in listed if validity.valid_from <= date(year, 12, 31)]
    return RuleSetChoice((before[-1] if before else listed[0]).code, ())


def _holds(validity: Validity, day: date) -> bool:
    return on_day(validity.valid_from, validity.valid_to, day)
