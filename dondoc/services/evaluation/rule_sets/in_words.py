"""A rule set as people read it: each parameter with its value, its mark and its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering.formats import day, number
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.values import HowSure
from models.rules.scoring.doubtful_readings import doubtful_readings


@dataclass(frozen=True)
class ParameterInWords:
    """A parameter; `is_sure`: whether the rule itself says it."""

    name: str
    label: str
    value: str
    basis: HowSure
    basis_words: str
    is_sure: bool
    source: str


@dataclass(frozen=True)
class GroupInWords:
    """Parameters under one heading."""

    name: str
    heading: str
    parameters: tuple[ParameterInWords, ...]


def groups_in_words(rules: EvaluationRules, lang: Language) -> tuple[GroupInWords, ...]:
    """All parameters, heading by heading."""
    tr = translator(lang)
    found = []
    for name, members in groupby(rules.named(), key=lambda each: each.group):
        parameters = tuple(
            ParameterInWords(
                each.name,
                tr(f"evaluation.parameter.{each.name}"),
                value_in_words(each.name, each.parameter.value, lang),
                basis := each.parameter.basis,
                tr(f"evaluation.basis.{basis}"),
                basis is HowSure.RULE,
                each.parameter.source,
            )
            for each in members
        )
        found.append(GroupInWords(name, tr(f"evaluation.group.{name}"), parameters))
    return tuple(found)


def doubts_in_words(rules: EvaluationRules, lang: Language) -> tuple[str, ...]:
    """What nobody would defend about it, a sentence each."""
    tr = translator(lang)
    return tuple(tr(f"evaluation.doubt.{each}") for each in doubtful_readings(rules.parameters()))


def subjects_in_words(rules: EvaluationRules, lang: Language) -> str:
    """Whom it judges."""
    return ", ".join(translator(lang)(f"evaluation.who.{each}") for each in rules.subjects)


def validity_in_words(rules: EvaluationRules, lang: Language) -> str:
    """From when it is in force, and until when."""
    first = day(rules.valid_from)
    if rules.valid_to is None:
        return translator(lang)("evaluation.valid.open", first=first)
    return translator(lang)("evaluation.valid", first=first, last=day(rules.valid_to))


def unsure(rules: EvaluationRules) -> int:
    """How many parameters the rule itself does not say."""
    return sum(each.parameter.basis is not HowSure.RULE for each in rules.named())


def value_in_words(name: str, value: Any, lang: Language) -> str:
    """A parameter's value: a choice in words, an amount as it is written, or that there is none."""
    tr = translator(lang)
    match value:
        case None:
            return tr(f"evaluation.value.{name}.none")
        case StrEnum():
            return tr(f"evaluation.value.{name}.{value}")
        case Decimal() | int():
            return number(value, lang)
        case Mapping():
            parts = [_of_grade(grade, each, tr, lang) for grade, each in value.items()]
            return "; ".join(part for part in parts if part) or tr("evaluation.needs.nothing")
    raise TypeError(f"{name} is of a kind that has no words: {value!r}")


def _of_grade(grade: str, value: Any, tr: Translate, lang: Language) -> str:
    """A band or the needs of one grade; nothing where it needs nothing."""
    if isinstance(value, Decimal):
        return tr("evaluation.band", grade=tr(f"grade.{grade}"), least=number(value, lang))
    needs = ", ".join(tr(f"evaluation.need.{need}") for need in value)
    return tr("evaluation.needs.of", grade=tr(f"grade.{grade}"), needs=needs) if needs else ""
