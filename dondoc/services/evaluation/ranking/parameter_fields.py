"""The parameters of a rule set as fields to be read otherwise, and what is typed into them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from dondoc.services.evaluation.rule_sets.in_words import groups_in_words, value_in_words
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.values import GRADES, NO_BOUND
from dondoc.services.evaluation.trials.sums import SumWords

NOTHING_RECORDED = frozenset({
    "coefficient_least", "coefficient_most", "subordinates_by", "returned_reports", "needs",
    "exceeding", "force_majeure", "appointed_months", "transfer_general", "carried_over",
})  # fmt: skip
"""Parameters that nothing recorded turns on: read otherwise they would seem to change nothing."""
_PLACES = ("ratio_places", "result_places", "points_places", "total_places")
_WHOLE = frozenset({*_PLACES, "least_tasks_for_shares", "seats_least"})


@dataclass(frozen=True)
class ParameterField:
    """A parameter to be chosen or typed. `options`: of a choice; `current`: as it is, in words.

    `basis`: how sure that is. `typed`: what the address asks for; '' leaves it.
    """

    name: str
    label: str
    current: str
    basis: str
    options: tuple[tuple[str, str], ...]
    typed: str


@dataclass(frozen=True)
class ParameterGroup:
    """Fields under one heading; `is_open`: something in it is asked for."""

    heading: str
    fields: tuple[ParameterField, ...]

    @property
    def is_open(self) -> bool:
        """Whether one of them is read otherwise."""
        return any(field.typed for field in self.fields)


def fields_of(
    rules: EvaluationRules, words: SumWords, typed: Mapping[str, str]
) -> tuple[ParameterGroup, ...]:
    """Those that what is recorded turns on, heading by heading."""
    values = {each.name: each.parameter.value for each in rules.named()}
    groups = []
    for group in groups_in_words(rules, words.lang):
        fields = tuple(
            ParameterField(
                each.name, each.label, each.value, each.basis_words,
                tuple(_options(each.name, values[each.name], words)), typed.get(each.name, ""),
            )
            for each in group.parameters
            if each.name not in NOTHING_RECORDED
        )  # fmt: skip
        if fields:
            groups.append(ParameterGroup(group.heading, fields))
    return tuple(groups)


def as_parameter(name: str, text: str) -> Any:
    """What is typed, as a rule set's file would hold it; what is no number the file refuses."""
    if name == "bands":
        parts = [_number(part) for part in text.split(";")]
        return dict(zip((str(grade) for grade in GRADES), parts, strict=False))
    if text == NO_BOUND:
        return text
    if name in _WHOLE and text.strip().isdecimal():
        return int(text)
    return _number(text)


def _options(name: str, value: Any, words: SumWords) -> list[tuple[str, str]]:
    if isinstance(value, StrEnum):
        choices = [each for each in type(value) if each is not value]
        return [(str(each), value_in_words(name, each, words.lang)) for each in choices]
    if name in _PLACES:
        none = [] if name == "total_places" else [None]
        places = [each for each in (*none, 0, 1, 2, 3, 4) if each != value]
        return [
            (NO_BOUND if each is None else str(each), value_in_words(name, each, words.lang))
            for each in places
        ]
    return []


def _number(text: str) -> Decimal | str:
    """As it is written here or there: 89,5 and 89.5; any other text as it is."""
    with suppress(InvalidOperation):
        return Decimal(text.strip().replace(",", "."))
    return text.strip()
