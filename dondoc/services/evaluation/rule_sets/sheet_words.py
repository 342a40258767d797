"""The words of a rule set's workbook, both ways: from a value to a cell, and back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from dondoc.i18n import LANGUAGES, Language, translator
from dondoc.services.evaluation.rule_sets.parameter_kinds import (
    CellKind,
    ParameterKind,
    parameter_kinds,
)
from dondoc.services.evaluation.rule_sets.values import GRADES, NO_BOUND, HowSure
from dondoc.services.workbook.text import clean
from models.rules.evaluation import Grade
from models.rules.scoring.gates import WhoIsGraded
from models.rules.scoring.parameters import Need

COLUMNS = ("key", "name", "value", "choices", "basis", "source")
LINE, PART, AFTER_GRADE, NOTHING = "\n", "; ", ": ", "–"
"""What stands between grades, between what one grade needs, after its name, and for no need."""


def of_choice(kind: ParameterKind, value: StrEnum, lang: Language) -> str:
    """A choice as people read it."""
    return translator(lang)(f"evaluation.value.{kind.name}.{value}")


def of_no_bound(kind: ParameterKind, lang: Language) -> str:
    """How a parameter says that there is none."""
    return translator(lang)(f"evaluation.value.{kind.name}.none")


def of_basis(basis: HowSure, lang: Language) -> str:
    """How sure a parameter is."""
    return translator(lang)(f"evaluation.basis.{basis}")


def of_subject(subject: WhoIsGraded, lang: Language) -> str:
    """One kind of those whom a rule set judges."""
    return translator(lang)(f"evaluation.who.{subject}")


def of_grade(grade: Grade, lang: Language) -> str:
    """A grade."""
    return translator(lang)(f"grade.{grade}")


def of_need(need: Need, lang: Language) -> str:
    """What a grade asks for beside points."""
    return translator(lang)(f"evaluation.need.{need}")


def of_bands(bands: Mapping[Grade, Decimal], lang: Language) -> str:
    """A line for each grade, with the least points."""
    lines = (f"{of_grade(grade, lang)}{AFTER_GRADE}{plain(bands[grade])}" for grade in GRADES)
    return LINE.join(lines)


def of_needs(needs: Mapping[Grade, Iterable[Need]], lang: Language) -> str:
    """A line for each grade, with all that it asks for."""
    return LINE.join(
        f"{of_grade(grade, lang)}{AFTER_GRADE}"
        + (PART.join(of_need(need, lang) for need in needs[grade]) or NOTHING)
        for grade in GRADES
    )


def plain(value: Decimal) -> str:
    """An amount the Vietnamese way, without a mark between thousands: 27,5."""
    return f"{value.normalize() if value else Decimal(0):f}".replace(".", ",")


def folded(text: str) -> str:
    """How words are compared: whatever their case and their blanks."""
    return " ".join(clean(text).split()).casefold()


@cache
def choices_by_words(key: str) -> Mapping[str, Any]:
    """The choices of a parameter by their words in both languages, and by their names."""
    kind = parameter_kinds()[key]
    found = {folded(of_choice(kind, each, lang)): each for each in kind.choices
             for lang in LANGUAGES}  # fmt: skip
    return found | {each.value: each for each in kind.choices}


@cache
def no_bounds(key: str) -> frozenset[str]:
    """Every way to say that there is no bound."""
    kind = parameter_kinds()[key]
    if not kind.takes_none:
        return frozenset()
    return frozenset({NO_BOUND, *(folded(of_no_bound(kind, lang)) for lang in LANGUAGES)})


@cache
def enumerated(name: str) -> Mapping[str, Any]:
    """The marks, subjects, grades or needs by their words in both languages, and by their names."""
    members, words = _ENUMERATED[name]
    found = {folded(words(each, lang)): each for each in members for lang in LANGUAGES}
    return found | {each.value: each for each in members}


_ENUMERATED: Mapping[str, tuple[tuple[Any, ...], Any]] = {
    "basis": (tuple(HowSure), of_basis),
    "subjects": (tuple(WhoIsGraded), of_subject),
    "grades": (GRADES, of_grade),
    "needs": (tuple(Need), of_need),
}


def allowed(kind: ParameterKind, lang: Language) -> tuple[str, ...]:
    """What may stand in the cell of a parameter, as its list offers it or a sentence says it."""
    tr = translator(lang)
    match kind.cell:
        case CellKind.CHOICE:
            return tuple(of_choice(kind, each, lang) for each in kind.choices)
        case CellKind.NEEDS:
            needs = PART.join(of_need(each, lang) for each in Need)
            return (tr("evaluation.sheet.takes.needs", needs=needs),)
    said = tr(f"evaluation.sheet.takes.{kind.cell}")
    none = tr("evaluation.sheet.takes.none", none=of_no_bound(kind, lang))
    return (said, none) if kind.takes_none else (said,)
