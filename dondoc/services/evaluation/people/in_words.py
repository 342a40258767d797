"""A person's period in sentences: each product, each deduction, each gate, each reading."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from dondoc.rendering.formats import day, number, percent, quantity
from dondoc.services.evaluation.catalogue.coefficients import CoefficientUse
from dondoc.services.evaluation.people.next_grade import GradeStep
from dondoc.services.evaluation.people.other_readings import OtherReading
from dondoc.services.evaluation.people.person_period import PersonPeriod
from dondoc.services.evaluation.people.scored import ScoredPeriod
from dondoc.services.evaluation.people.work import Lateness, OfficialWork, SentBackReport
from dondoc.services.evaluation.rule_sets.in_words import (
    ParameterInWords,
    groups_in_words,
    value_in_words,
)
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.trials.sums import (
    SumWords,
    result_spelt_out,
    total_spelt_out,
    weighed_words,
)
from models.rules.evaluation import Grade
from models.rules.evaluation_flags import Flag
from models.rules.scoring.achieved_shares import ReportedAs
from models.rules.scoring.exact import HUNDRED
from models.rules.scoring.gates import Gate
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import Denominator
from models.rules.scoring.task_lines import LineDeduction, LinePoints

SHOWN = frozenset({
    "general_most", "results_most", "leader_formula", "denominator", "deduction",
    "deduction_base", "lateness", "surplus", "total_places", "bands", "lower_is_better",
    "share_most", "silence", "given_quality",
})  # fmt: skip
"""Parameters by which the points of a period were made, with their article."""

PLAIN = frozenset({ReportedAs.DELIVERED})
"""How results come as a rule: the number says it all."""


def result_beside_target(work: OfficialWork, words: SumWords) -> str:
    """What was verified of what was asked: 52 / 50 đảng viên; or the word of a product."""
    if work.asked.is_product:
        return result_word(work, words)
    expected = quantity(work.expected, work.unit_of_measure, words.lang)
    value = number(work.value, words.lang)
    return f"{value} / {expected}"


def result_word(work: OfficialWork, words: SumWords) -> str:
    """How a result came; a dash before there is one."""
    if work.result is None:
        return "–"
    return words.tr(f"evaluation.person.result.{work.result.reported}")


def remarks(work: OfficialWork, points: LinePoints | None, words: SumWords) -> tuple[str, ...]:
    """Everything that made the points of a piece of work what they are."""
    return tuple(_remarks(work, points, words))


def _remarks(work: OfficialWork, points: LinePoints | None, words: SumWords) -> Iterator[str]:
    tr = words.tr
    if work.of_field:
        yield tr("evaluation.field.of", unit=work.unit, position=work.position or "–")
    if work.product is not None:
        yield _coefficient(work.product, words)
    if work.reason is not None:
        yield tr(f"evaluation.person.reason.{work.reason}", day=day(work.due_on))
    elif not work.asked.is_product and work.result and work.result.reported not in PLAIN:
        yield tr("evaluation.person.result.said", result=result_word(work, words))
    if work.original_due_on != work.due_on:
        yield tr("evaluation.person.moved", first=day(work.original_due_on), day=day(work.due_on))
    if work.taken_over is not None:
        yield tr("evaluation.person.taken_over", day=day(work.taken_over), name=work.before or "–")
    if work.is_estimate:
        yield tr("evaluation.person.estimate")
    if points is not None and points.line.target_exceeded:
        yield tr("evaluation.person.exceeded")
    if work.quality is not None and work.quality != HUNDRED:
        yield tr("evaluation.person.quality", percent=number(work.quality, words.lang))
    taken = iter(points.deductions if points else ())
    shortfalls: list[SentBackReport | Lateness] = [*work.reviews, *work.latenesses]
    for shortfall in shortfalls:
        deduction = None if shortfall.answered_by else next(taken, None)
        yield _shortfall(shortfall, deduction, words)


def _coefficient(product: CoefficientUse, words: SumWords) -> str:
    """Which coefficient counts and since when, or why the weight of the plan stays."""
    tr, counting = words.tr, product.counting
    said = {
        "code": product.code,
        "title": product.title,
        "version": product.version or "–",
        "since": "" if product.since is None else day(product.since),
        "paper": product.paper,
        "tied": day(product.tied_on),
        "day": day(counting.day),
        "why": tr(f"evaluation.coefficient.day.{counting.why}"),
    }
    if product.coefficient is None:
        return tr(f"evaluation.coefficient.weight.{product.reason}", **said)
    amount = number(product.coefficient, words.lang)
    return tr("evaluation.coefficient.used", coefficient=amount, **said)


def _shortfall(
    shortfall: SentBackReport | Lateness, deduction: LineDeduction | None, words: SumWords
) -> str:
    """What was wanting, and what it took; of another's time nothing, and their name is said."""
    tr, reported = words.tr, day(shortfall.reported_on)
    if isinstance(shortfall, SentBackReport):
        what = tr(
            "evaluation.person.review",
            number=shortfall.number, day=day(shortfall.returned_on), reported=reported,
            reason=shortfall.reason,
        )  # fmt: skip
    else:
        what = tr(
            "evaluation.person.lateness",
            n=shortfall.days, due=day(shortfall.due_on), reported=reported,
        )  # fmt: skip
    if shortfall.answered_by:
        return what + tr("evaluation.person.anothers", name=shortfall.answered_by)
    if deduction is None:
        return what + tr("evaluation.person.takes_nothing")
    key = "evaluation.person.waived" if deduction.shortfall.waived else "evaluation.person.taken"
    cause = tr(f"evaluation.cause.{shortfall.cause}")
    return what + tr(key, taken=words.amount(deduction.taken), cause=cause)


def flag_in_words(flag: Flag, words: SumWords) -> str:
    """An observation with its numbers; it takes nothing off."""
    numbers = {
        name: percent(value, words.lang) if name == "percent" and isinstance(value, Decimal)
        else number(value, words.lang)
        for name, value in flag.numbers.items()
    }  # fmt: skip
    return words.tr(f"evaluation.flag.{flag.kind}", **numbers)


def sums(period: ScoredPeriod, parameters: ScoringParameters, words: SumWords) -> tuple[str, ...]:
    """The sum from the products to the points of the results, and to the total where there is one.

    Leaders: of a, b, c alone, until d, đ, e are entered.
    """
    units = tuple(weighed_words(period.weighed, words))
    if period.total is not None:
        return (*units, *total_spelt_out(period.total, parameters, words.lang))
    if period.result is None or period.results is None:
        return ()
    points = words.tr(
        "evaluation.person.sum",
        most=words.amount(parameters.results_most),
        percent=words.percent(period.result.share),
        results=words.amount(period.results),
    )
    return (*units, *result_spelt_out(period.result, words), points)


def lacking(period: ScoredPeriod, words: SumWords) -> str:
    """What nobody has entered yet: tiêu chí chung, d, đ, e."""
    return ", ".join(words.tr(f"evaluation.person.lacks.{each}") for each in period.missing)


def step_up(step: GradeStep, words: SumWords) -> str:
    """What a better grade needs in points, and whether it can still be reached."""
    tr, points = words.tr, words.amount(step.lacking)
    key = "reach" if step.within_reach else "if_done" if step.if_done else "beyond"
    return tr(f"evaluation.person.step.{key}", points=points, least=words.amount(step.least))


def gate_sum(gate: Gate, words: SumWords) -> str:
    """The numbers of a gate: 4/5, ít nhất 30%."""
    if gate.part is None or gate.whole is None:
        return ""
    limit = "" if gate.limit is None else words.tr(
        "evaluation.said.limit", percent=words.percent(gate.limit / HUNDRED)
    )  # fmt: skip
    return f"{gate.part}/{gate.whole}{limit}"


def reading_label(reading: OtherReading, words: SumWords) -> str:
    """The parameter, and how it would be read."""
    value = value_in_words(reading.name, reading.value, words.lang)
    return f"{words.tr(f'evaluation.parameter.{reading.name}')}: {value}"


def reading_grades(reading: OtherReading, words: SumWords) -> str:
    """The grades that points can come to; or what makes it "not completed" all the same."""
    if reading.overruled:
        return words.tr(f"evaluation.overruled.{reading.overruled}")
    return grades_between(reading.grades, words)


def beside_each_other(person_period: PersonPeriod, words: SumWords) -> str:
    """89,44 theo số được giao; 91,43 theo số đã hoàn thành; '' where both come to the same."""
    first = person_period.rules[0].period
    other = next((each for each in person_period.readings if each.name == "denominator"), None)
    if first is None or other is None:
        return ""
    assigned = other.value is Denominator.COMPLETED
    ends = (first.bounds, (other.least, other.most))
    here, there = ends if assigned else (ends[1], ends[0])
    return words.tr(
        "evaluation.person.beside", assigned=between(here, words), completed=between(there, words)
    )


def between(bounds: tuple[Fraction | None, Fraction | None], words: SumWords) -> str:
    """The least and the most that a total can come to; one of them where they are the same."""
    least, most = bounds
    if least is None or most is None:
        return "–"
    low, high = words.points(least, 2), words.points(most, 2)
    return low if low == high else words.tr("evaluation.person.between", low=low, high=high)


def grades_between(grades: tuple[Grade | None, Grade | None], words: SumWords) -> str:
    """The worst and the best grade that points can come to."""
    known = dict.fromkeys(grade for grade in grades if grade is not None)
    names = [words.tr(f"grade.{grade}") for grade in known]
    return " – ".join(names) or "–"


def sources(rules: EvaluationRules, words: SumWords) -> tuple[ParameterInWords, ...]:
    """The parameters of which the points are made, each with its article and how sure it is."""
    groups = groups_in_words(rules, words.lang)
    return tuple(each for group in groups for each in group.parameters if each.name in SHOWN)


def provisional_words(person_period: PersonPeriod, words: SumWords, basis: str = "") -> str:
    """That no decision is out, and as of which day it is reckoned.

    `basis`: "entered", where points were; "year", of the mean of what was decided of its periods.
    """
    key = "evaluation.person.provisional" + (f".{basis}" if basis else "")
    return words.tr(key, day=day(person_period.as_of))
