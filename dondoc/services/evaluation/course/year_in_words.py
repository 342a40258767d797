"""The year of somebody in words: its periods, what of them counts, and what holds the year back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dondoc.services.evaluation.course.score import DossierWork
from dondoc.services.evaluation.course.year_basis import YearPeriod, plain_periods
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    short_name,
)
from dondoc.services.evaluation.rule_sets.in_words import value_in_words
from dondoc.services.evaluation.trials.sums import SumWords
from models.rules.evaluation import Grade
from models.rules.scoring.years import YearOfParts

PLACES = 2


@dataclass(frozen=True)
class YearPeriodRow:
    """A period as tables show it. `short`: as it stands in an address; `counted`: in the mean.

    Points are None where there are none; `notes`: what else is to be known of it.
    """

    short: str
    name: str
    counted: bool
    state: str
    general: Fraction | None
    results: Fraction | None
    total: Fraction | None
    grade: Grade | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class YearShown:
    """The periods of a year, their mean, and the sentence that says what it rests on."""

    rows: tuple[YearPeriodRow, ...]
    made: YearOfParts
    basis: str

    @property
    def counted(self) -> int:
        """How many periods are in the mean."""
        return len(self.made.counted)


def year_shown(work: DossierWork, words: SumWords) -> YearShown | None:
    """The year of an evaluation; None of a period within it."""
    made = work.year_outcome
    if work.year is None or made is None:
        return None
    rows = period_rows(plain_periods(work.year, made)["periods"], work.dossier.unit, words)
    return YearShown(rows, made, basis_sentence(work, words))


def period_rows(
    periods: Sequence[Mapping[str, Any]], unit: str, words: SumWords
) -> tuple[YearPeriodRow, ...]:
    """The periods as a step of a year keeps them; `unit`: which grades the year."""
    return tuple(_row(each, unit, words) for each in periods)


def _row(period: Mapping[str, Any], unit: str, words: SumWords) -> YearPeriodRow:
    named = judged_period(period["period"], int(period["period"][:4]))
    has_points = period["counted"]
    return YearPeriodRow(
        short_name(named),
        period_in_words(named, words.tr),
        period["counted"],
        words.tr(f"evaluation.year.state.{period['state']}"),
        _exact(period["general"]) if has_points else None,
        _exact(period["results"]) if has_points else None,
        _exact(period["rounded"]) if has_points else None,
        Grade(period["grade"]) if period["grade"] else None,
        tuple(_notes(period, unit, words)),
    )


def _notes(period: Mapping[str, Any], unit: str, words: SumWords) -> Iterator[str]:
    for name in ("counted_with_next", "outdated", "asked_again"):
        if period[name]:
            yield words.tr(f"evaluation.year.{name}")
    if period["so_far"] is not None:
        points = words.points(Fraction(period["so_far"]), PLACES)
        yield words.tr("evaluation.year.so_far", points=points)
    if period["unit"] not in ("", unit):
        yield words.tr("evaluation.year.unit", unit=period["unit"])


def basis_sentence(work: DossierWork, words: SumWords) -> str:
    """What the total rests on: which periods are counted, and what becomes of the others."""
    made, year = work.year_outcome, work.year
    assert made is not None
    assert year is not None
    known = [year.periods[place] for place in made.counted]
    key = "basis" if made.total else "no_total"
    said = [words.tr(f"evaluation.year.{key}", n=len(known), periods=_named(known, words))]
    undecided = [each for each in year.periods if each.part.is_undecided]
    if undecided:
        said.append(
            words.tr(
                "evaluation.year.undecided",
                periods=_named(undecided, words), rule=_rule(work, words),
                code=work.rules.rules.code,
                basis=words.tr(
                    f"evaluation.basis.{work.rules.rules.periods.undecided_periods.basis}"
                ),
            )
        )  # fmt: skip
    return " ".join(said)


def year_remarks(
    work: DossierWork, words: SumWords, *, own: bool, brief: bool = False
) -> Iterator[tuple[str, bool]]:
    """What is to be known of a year before deciding, and whether it speaks against a grade.

    `own`: to the person themself, who is not told what is considered about them. `brief`: how many
    periods are not decided, and no more of them.
    """
    made, year, tr = work.year_outcome, work.year, words.tr
    if made is None or year is None:
        return
    periods = year.periods
    undecided = [each for each in periods if each.part.is_undecided]
    if undecided:
        key = "undecided_count" if brief else "undecided"
        named, rule = _named(undecided, words), _rule(work, words)
        sentence = tr(f"evaluation.year.remark.{key}", n=len(undecided), periods=named, rule=rule)
        yield sentence, bool(made.lacking)
    if made.not_completed:
        held = made.total is not None and made.total.held_back
        failed = _named([periods[place] for place in made.not_completed], words)
        key, code = "held_back" if held else "not_completed", work.rules.rules.code
        yield tr(f"evaluation.year.remark.{key}", periods=failed, code=code), held
    if made.two_running and not own:
        yield tr("evaluation.year.remark.two_running"), True
    for name in ("outdated", "asked_again"):
        if which := [each for each in periods if getattr(each, name)]:
            yield tr(f"evaluation.year.remark.{name}", periods=_named(which, words)), True


def _named(periods: Sequence[YearPeriod], words: SumWords) -> str:
    return ", ".join(period_in_words(each.period, words.tr) for each in periods)


def _rule(work: DossierWork, words: SumWords) -> str:
    value = work.rules.parameters.undecided_periods
    return value_in_words("undecided_periods", value, words.lang)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
