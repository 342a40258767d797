"""The words and numbers of an evaluation's papers: Vietnamese, spelled as the layout says."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from dondoc.rendering.formats import capital, number, percent
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.people.in_words import sources
from dondoc.services.evaluation.people.periods import period_in_words
from dondoc.services.evaluation.rule_sets.values import HowSure
from dondoc.services.evaluation.trials.sums import PLACES, SumWords
from dondoc.services.papers.layouts import layout_for
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.own_words import OwnWords
from dondoc.services.papers.paper import PaperRow, PaperTable
from models.rules.evaluation import Grade
from models.rules.measures import part_of
from models.rules.scoring.exact import decimal_of

NONE = "–"
POINTS_PLACES = 2
"""Decimals of points on a paper, unless the rule set rounds the total to more."""


class EvaluationWords(OwnWords):
    """Sentences, points, amounts, shares and grades of an evaluation's papers."""

    def __init__(self, order: PaperOrder) -> None:
        super().__init__(layout_for(order.form, order.day))
        self.sums = SumWords("vi")

    def of(self, key: str, /, **params: str | int) -> str:
        """A sentence of these papers (`papers.evaluation.<key>`)."""
        return self.say(f"evaluation.{key}", **params)

    def period(self, context: RoundContext) -> str:
        """Of which period: quý I/2026."""
        return period_in_words(context.period, self.tr)

    def grade(self, grade: Grade | None, otherwise: str) -> str:
        """A grade, or what is said where there is none, by its key."""
        return capital(self.tr(f"grade.{grade}")) if grade else self.of(otherwise)

    def decided(self, figures: DossierFigures) -> str:
        """The decided grade, that they are not graded, or that nothing is decided yet."""
        return self.grade(figures.decided, "not_graded" if figures.is_decided else "undecided")

    def proposed(self, figures: DossierFigures) -> str:
        """What the unit proposes, that it has not yet, or that it is to propose again."""
        outdated = figures.outdated_proposal is not None
        return self.grade(figures.proposed, "propose_again" if outdated else "not_proposed")

    def points(self, value: Fraction | None, places: int = POINTS_PLACES) -> str:
        """Points with all their decimals; a dash for none."""
        if value is None:
            return NONE
        return WrittenNumber(self.sums.points(value, places), decimal_of(value, places))

    def amount(self, value: Fraction | Decimal | None) -> str:
        """An amount with as many decimals as it has, up to four; a dash for none."""
        if value is None:
            return NONE
        shown = decimal_of(Fraction(value), PLACES)
        return WrittenNumber(number(shown), shown)

    def share(self, part: int, whole: int) -> str:
        """A part in percent; a dash of nothing."""
        value = part_of(part, whole)
        return NONE if value is None else WrittenNumber(percent(value), value, is_percent=True)


def total_places(figures: DossierFigures) -> int:
    """To how many decimals the rule set rounds the total."""
    return figures.parameters.total_places


def grade_table(
    words: EvaluationWords, columns: Sequence[tuple[str, Sequence[str]]], after: str = ""
) -> PaperTable:
    """How many there are of each grade. `columns`: a heading's key, and everybody's word in it."""
    counts = [Counter(said) for _, said in columns]
    known = [words.grade(grade, "") for grade in Grade]
    others = dict.fromkeys(word for count in counts for word in count if word not in known)
    rows = [
        PaperRow((word, *_counted(words, counts, word))) for word in (*known, *others)
    ]  # fmt: skip
    totals = [sum(count.values()) for count in counts]
    cells = (cell for total in totals for cell in _with_share(words, total, total))
    total = PaperRow((words.say("total"), *cells), "total")
    headings = [name for key, _ in columns for name in (f"+{key}", "#share_of_all")]
    return PaperTable(
        words.of("counts"),
        words.columns("grade", *headings),
        (*rows, total),
        after=after,
        quotients=tuple((2 + 2 * place, 1 + 2 * place, None) for place in range(len(columns))),
    )


def _counted(words: EvaluationWords, counts: Sequence[Counter[str]], word: str) -> Iterator[str]:
    for count in counts:
        yield from _with_share(words, count[word], sum(count.values()))


def _with_share(words: EvaluationWords, part: int, whole: int) -> tuple[str, str]:
    return WrittenNumber(number(part), part), words.share(part, whole)


def rule_notes(words: EvaluationWords, context: RoundContext, leads: bool) -> Iterator[str]:
    """By which rule set it was reckoned, and what of it nobody has read in the rule itself."""
    rules = context.rules[leads].rules
    yield words.of("by_rules", title=rules.title, code=rules.code, version=rules.version)
    unsure = [
        words.of("unsure_one", label=each.label, value=each.value, basis=each.basis_words)
        for each in sources(rules, words.sums)
        if not each.is_sure
    ]
    if unsure:
        yield words.of("unsure", which="; ".join(unsure))


def criteria_note(words: EvaluationWords, context: RoundContext) -> str:
    """That criteria or their points are not the rule's own words; '' where all are."""
    doubts = {
        words.tr(f"evaluation.basis.{each[name]}")
        for each in context.row.criteria
        for name in ("basis", "points_basis")
        if each.get(name, HowSure.RULE.value) != HowSure.RULE.value
    }
    return words.of("criteria_unsure", basis=", ".join(sorted(doubts))) if doubts else ""
