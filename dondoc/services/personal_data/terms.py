"""Within which time a request about one's own data is answered and carried out: dated data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sqlmodel import Session

from dondoc.services.programme.programmes import calendar_of_year
from models.rules.file_requests import FileRequestKind, RequestClock
from models.rules.validity import on_day


@dataclass(frozen=True)
class RequestTerms:
    """The terms in force from a day. `days`: by kind, until it is carried out, in calendar days.

    `basis`: of the answer (`answer`) and of each kind, as in rule sets: rule, secondary, reading.
    """

    valid_from: date
    source: str
    answer_working_days: int
    days: Mapping[FileRequestKind, int]
    basis: Mapping[str, str]


@cache
def _data() -> dict[str, Any]:
    path = files("dondoc.data").joinpath("personal_data.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def all_terms() -> tuple[RequestTerms, ...]:
    """Every set of terms, the oldest first."""
    found = [
        RequestTerms(
            each["valid_from"],
            each["source"],
            each["answer"]["working_days"],
            {kind: each[kind.value]["days"] for kind in FileRequestKind},
            {
                name: each[name]["basis"]
                for name in ("answer", *(kind.value for kind in FileRequestKind))
            },
        )
        for each in _data()["terms"]
    ]
    return tuple(sorted(found, key=lambda terms: terms.valid_from))


def terms_on(day: date) -> RequestTerms:
    """The terms of a day; before the first ones the office keeps these as well."""
    known = all_terms()
    return next((each for each in reversed(known) if on_day(each.valid_from, None, day)), known[0])


def remind_working_days() -> int:
    """So many working days before a day is over whoever answers is reminded of it."""
    days: int = _data()["remind_working_days"]
    return days


def clock_of(session: Session, kind: FileRequestKind, asked_on: date) -> RequestClock:
    """The days until which a request of a day is answered and carried out.

    The day of the request is not counted. By the public calendar with the office's own days off.
    """
    terms = terms_on(asked_on)
    calendar = calendar_of_year(session, asked_on.year, {})
    return RequestClock(
        calendar.add(asked_on, terms.answer_working_days),
        asked_on + timedelta(days=terms.days[kind]),
    )
