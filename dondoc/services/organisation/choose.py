"""People and units as somebody chooses them on a page: by name, or by code."""

import re
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.organisation.in_force import held_on
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.organisation.units import names_on
from models.person import Holding, Person, Position
from models.rules.folding import fold_words
from models.rules.vietnamese_order import by_given_name, by_letters

MAX_CHOICES = 300
"""So many stand in a list of a page; where there are more, a name or a part of it is typed."""
_MAX_NAMED = 6
_WITH_CODE = re.compile(r".*\((?P<code>[^()]+)\)\s*")

PeopleToChoose = list[tuple[str, str]]
"""Codes and what they stand for."""


def people_to_choose(session: Session, day: date) -> PeopleToChoose:
    """Whoever holds a position, with it; [] where they are too many for a list."""
    query = (
        select(col(Person.code), col(Person.full_name), func.min(col(Position.title)))
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(held_on(day))
        .group_by(col(Person.id), col(Person.code), col(Person.full_name))
        .limit(MAX_CHOICES + 1)
    )
    rows = session.connection().execute(query).all()
    if len(rows) > MAX_CHOICES:
        return []
    in_order = sorted(rows, key=lambda row: (by_given_name(row[1]), row[0]))
    return [(code, f"{name}, {title}") for code, name, title in in_order]


def person_called(session: Session, typed: str) -> Person:
    """The person whose code or name, with or without its marks, was typed; a part may do.

    Raises BadInput where there is nobody, and where there are several, with whom it might be.
    """
    text = typed.strip()
    code = _WITH_CODE.fullmatch(text)
    known = person_of_code(session, text)
    if known is None and code is not None:
        known = person_of_code(session, code["code"].strip())
    if known is not None:
        return known
    rows = session.connection().execute(select(col(Person.code), col(Person.full_name))).all()
    found = _called(text, [(row[0], row[1]) for row in rows])
    if len(found) == 1 and (person := person_of_code(session, found[0][0])) is not None:
        return person
    if not found:
        raise BadInput("person.nobody_called", typed=text)
    names = ", ".join(f"{name} ({code})" for code, name in found[:_MAX_NAMED])
    raise BadInput("person.several_called", typed=text, n=len(found), names=names)


def _called(text: str, named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of that very name, or else those in whose name it stands."""
    folded = fold_words(text)
    if not folded:
        return []
    names = [(code, name, fold_words(name)) for code, name in named]
    exact = [(code, name) for code, name, each in names if each == folded]
    return exact or [(code, name) for code, name, each in names if folded in each]


def chosen_from(choices: Iterable[tuple[str, str]], typed: str) -> str:
    """The code that was chosen from a list, or typed: itself, a name, or words that fit one alone.

    Raises BadInput where nothing fits, and where several do, with what it might be.
    """
    offered = list(choices)
    if any(code == typed for code, _ in offered):
        return typed
    exact = [code for code, name in offered if fold_words(name) == fold_words(typed)]
    if len(exact) == 1:
        return exact[0]
    words = fold_words(typed).split()
    fitting = [pair for pair in offered if _says_all(words, pair)] if words else []
    if len(fitting) == 1:
        return fitting[0][0]
    if not fitting:
        raise BadInput("choose.nothing_called", typed=typed)
    names = "; ".join(_with_code(code, name) for code, name in fitting[:_MAX_NAMED])
    raise BadInput("choose.several_called", typed=typed, n=len(fitting), names=names)


def _with_code(code: str, name: str) -> str:
    """A unit that is called as another has its code in its name already."""
    return name if name.endswith(f"({code})") else f"{name} ({code})"


def _says_all(words: Iterable[str], pair: tuple[str, str]) -> bool:
    said = f"{fold_words(pair[0])} {fold_words(pair[1])}"
    return all(word in said for word in words)


def units_to_choose_from(session: Session, day: date) -> PeopleToChoose:
    """Every unit that has a name on a day, by name."""
    units = names_on(session, day).values()
    return [
        (unit.code, unit.name) for unit in sorted(units, key=lambda unit: by_letters(unit.name))
    ]
