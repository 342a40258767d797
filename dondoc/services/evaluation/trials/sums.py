"""A total spelt out: each sum with its terms, so that a reader can do it again on paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering.formats import number
from models.rules.scoring.exact import HUNDRED, decimal_of
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import (
    NoTotal,
    ResultName,
    ResultNote,
    ResultPart,
    ResultSum,
    TotalPoints,
)
from models.rules.scoring.task_lines import LineDeduction, LinePoints
from models.rules.scoring.transfers import WeighedPart

PLACES = 4
"""Decimals in a sum; nothing is rounded in between unless the rule set says so."""


@dataclass(frozen=True)
class SumWords:
    """Numbers and words in the reader's language."""

    lang: Language

    @property
    def tr(self) -> Translate:
        """The words."""
        return translator(self.lang)

    def amount(self, value: Fraction) -> str:
        """As many decimals as it has, up to four."""
        return number(decimal_of(value, PLACES), self.lang)

    def percent(self, share: Fraction) -> str:
        """A share as a percentage."""
        return f"{self.amount(share * HUNDRED)}%"

    def percent_of(self, part: int, whole: int) -> str:
        """How many of how many as a percentage with one decimal, without its sign: 94,7."""
        return self.points(Fraction(100 * part, whole), 1)

    def points(self, value: Fraction, places: int) -> str:
        """Points with all their decimals: 96,00."""
        text = f"{decimal_of(value, places):,f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "vi" else text

    def sum_of(self, values: Iterable[Fraction]) -> str:
        """Terms with a plus between them; nothing is 0."""
        return " + ".join(map(self.amount, values)) or self.amount(Fraction(0))


def total_spelt_out(
    total: TotalPoints | NoTotal, parameters: ScoringParameters, lang: Language
) -> list[str]:
    """The whole way from the lines to the grade by points, a sentence each."""
    words = SumWords(lang)
    if isinstance(total, NoTotal):
        reasons = [words.tr(f"evaluation.missing.{reason}") for reason in total.reasons]
        return [*_converted(total.lines, words), words.tr("evaluation.sum.no_total"), *reasons]
    return [
        *result_spelt_out(total.result, words),
        _total_words(total, parameters, words),
        words.tr("evaluation.sum.by_points", grade=words.tr(f"grade.{total.grade}")),
    ]


def result_spelt_out(result: ResultSum, words: SumWords) -> list[str]:
    """From the lines to the mean of the parts."""
    lines = [*_converted(result.lines, words), *_deductions(result.lines, words)]
    lines += [_part(part, result.lines, words) for part in result.parts]
    if result.parts:
        names = " + ".join(part.name for part in result.parts)
        mean = {"names": names, "n": len(result.parts), "percent": words.percent(result.share)}
        lines.append(words.tr("evaluation.sum.result", **mean))
    return lines


def weighed_words(parts: Iterable[WeighedPart], words: SumWords) -> Iterator[str]:
    """Each unit of whoever moved, with its days and its own result where these are weighed."""
    for part in parts:
        yield words.tr("evaluation.said.part", unit=part.unit, n=part.days)
        if part.result is not None:
            yield from result_spelt_out(part.result, words)


def _converted(lines: tuple[LinePoints, ...], words: SumWords) -> Iterator[str]:
    for key, values in (
        ("assigned", [each.assigned for each in lines]),
        ("completed", [each.completed for each in lines]),
    ):
        total = words.amount(sum(values, Fraction(0)))
        yield words.tr(f"evaluation.sum.{key}", terms=words.sum_of(values), total=total)


def _deductions(lines: tuple[LinePoints, ...], words: SumWords) -> Iterator[str]:
    """What was taken from each line; what is alike is said once, with its number."""
    for points in lines:
        for each, alike in groupby(points.deductions):
            yield _deduction(points.line.reference, each, len(list(alike)), words)


def _deduction(reference: str, each: LineDeduction, times: int, words: SumWords) -> str:
    shortfall = each.shortfall
    days = "" if shortfall.days is None else words.tr("evaluation.sum.days", n=shortfall.days)
    what = words.tr(f"evaluation.sum.{shortfall.kind}", n=times) + days
    cause = words.tr(f"evaluation.cause.{shortfall.cause}")
    key = "evaluation.sum.waived" if shortfall.waived else "evaluation.sum.taken"
    return words.tr(key, task=reference, what=what, cause=cause, taken=words.amount(each.taken))


def _part(part: ResultPart, lines: tuple[LinePoints, ...], words: SumWords) -> str:
    percent = words.percent(part.share)
    if part.part is None or part.whole is None:
        return words.tr("evaluation.sum.entered", name=part.name, percent=percent)
    ratio = f"{words.amount(part.part)}/{words.amount(part.whole)}"
    if part.note is ResultNote.NOTHING_ASSIGNED or part.note is ResultNote.NOTHING_COMPLETED:
        key = f"evaluation.sum.{part.note}"
        return words.tr(key, name=part.name, percent=percent)
    terms = ""
    if part.name is not ResultName.QUANTITY:
        quality = part.name is ResultName.QUALITY
        values = [each.quality if quality else each.in_time for each in lines]
        terms = f"({words.sum_of(values)})/{words.amount(part.whole)} = "
    cut = words.tr("evaluation.sum.cut") if part.note is ResultNote.CUT else ""
    return f"{part.name} = {terms}{ratio} = {percent}{cut}"


def _total_words(total: TotalPoints, parameters: ScoringParameters, words: SumWords) -> str:
    most = number(Decimal(int(parameters.results_most)), words.lang)
    if parameters.results_most.denominator != 1:
        most = words.amount(parameters.results_most)
    return words.tr(
        "evaluation.sum.total",
        general=words.amount(total.general),
        most=most,
        percent=words.percent(total.result.share),
        results=words.amount(total.results),
        exact=words.amount(total.exact),
        total=words.points(total.rounded, parameters.total_places),
    )
