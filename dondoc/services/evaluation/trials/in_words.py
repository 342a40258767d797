"""What came of a case, in sentences: the total, then gates, unit, seats, periods, shares."""

from collections.abc import Iterator

from dondoc.i18n import Language
from dondoc.services.evaluation.trials.run import PeriodScored, TrialOutcome
from dondoc.services.evaluation.trials.sums import (
    SumWords,
    total_spelt_out,
    weighed_words,
)
from models.rules.scoring.achieved_shares import AchievedShare
from models.rules.scoring.exact import HUNDRED
from models.rules.scoring.gates import Gate, GateOutcome
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import AbsenceShare, PeriodTotal, YearTotal
from models.rules.scoring.seats import SeatsOfGroup
from models.rules.scoring.units import GradeInUnit, WorkShare


def outcome_in_words(
    outcome: TrialOutcome, parameters: ScoringParameters, lang: Language
) -> list[str]:
    """Everything that the file asked for, in its order."""
    words = SumWords(lang)
    lines: list[str] = []
    if outcome.absence is not None:
        lines.append(_absence(outcome.absence, words))
    if outcome.newly_appointed:
        lines.append(words.tr("evaluation.said.newly_appointed"))
    if outcome.transfer is not None:
        lines += weighed_words(outcome.transfer.parts, words)
    if outcome.total is not None:
        lines += total_spelt_out(outcome.total, parameters, lang)
    if outcome.gates is not None:
        lines += _gates(outcome.gates, words)
    lines += _unit(outcome.unit_share, outcome.in_unit, words)
    for seats in outcome.seats:
        lines += _seats(seats, words)
    for place, period in enumerate(outcome.periods, 1):
        lines += _period(place, period, parameters, words)
    if outcome.year is not None:
        lines += _year(outcome.year, parameters, words)
    lines += [_share(name, share, words) for name, share in outcome.shares.items()]
    lines += [
        words.tr("evaluation.said.product", name=name, done=done)
        for name, done in outcome.products.items()
    ]
    return lines


def _absence(share: AbsenceShare, words: SumWords) -> str:
    key = "counted_with_next" if share.counted_with_next else "present"
    return words.tr(f"evaluation.said.{key}", away=share.away, whole=share.whole)


def _gates(outcome: GateOutcome, words: SumWords) -> Iterator[str]:
    for gate in outcome.gates:
        yield _gate(gate, words)
    if outcome.overruled is not None:
        yield words.tr(f"evaluation.overruled.{outcome.overruled}")
    if outcome.gates or outcome.overruled:
        yield words.tr("evaluation.said.after_gates", grade=words.tr(f"grade.{outcome.grade}"))


def _gate(gate: Gate, words: SumWords) -> str:
    text = words.tr(
        "evaluation.said.gate",
        grade=words.tr(f"grade.{gate.grade}"),
        need=words.tr(f"evaluation.need.{gate.need}"),
        state=words.tr(f"evaluation.gate.{gate.state}"),
    )
    if gate.part is None or gate.whole is None:
        return text
    text += f" ({gate.part}/{gate.whole}"
    if gate.limit is not None:
        text += words.tr("evaluation.said.limit", percent=words.percent(gate.limit / HUNDRED))
    return f"{text})"


def _unit(share: WorkShare | None, in_unit: GradeInUnit | None, words: SumWords) -> Iterator[str]:
    if share is not None and share.percent is not None:
        done, whole = words.amount(share.done), words.amount(share.whole)
        percent = words.percent(share.percent / HUNDRED)
        yield words.tr("evaluation.said.unit_share", done=done, whole=whole, percent=percent)
    if in_unit is not None:
        reason = words.tr(f"evaluation.unit.{in_unit.reason or 'same'}")
        grade = words.tr(f"grade.{in_unit.grade}")
        yield words.tr("evaluation.said.in_unit", grade=grade, reason=reason)


def _seats(group: SeatsOfGroup, words: SumWords) -> Iterator[str]:
    count, agency = group.count, words.tr("evaluation.said.agency")
    yield words.tr(
        "evaluation.said.seats",
        group=agency if group.group is None else group.group,
        share=words.percent(count.share / HUNDRED),
        base=count.base,
        exact=words.amount(count.exact),
        seats=count.seats,
    )
    for key, names in (("seated", group.seated), ("without", group.without)):
        if names:
            yield words.tr(f"evaluation.said.{key}", names=", ".join(names))
    if group.tied:
        tied = {"names": ", ".join(group.tied), "n": group.left}
        yield words.tr("evaluation.said.tied", **tied)


def _period(
    place: int, period: PeriodScored, parameters: ScoringParameters, words: SumWords
) -> list[str]:
    heading = words.tr("evaluation.said.period", number=place)
    if not isinstance(period, PeriodTotal):
        return [heading, *total_spelt_out(period, parameters, words.lang)]
    points, grade = words.amount(period.exact), words.tr(f"grade.{period.grade}")
    return [f"{heading} {words.tr('evaluation.said.points', points=points, grade=grade)}"]


def _year(year: YearTotal, parameters: ScoringParameters, words: SumWords) -> Iterator[str]:
    yield words.tr(
        "evaluation.said.year",
        mean=words.amount(year.mean),
        points=words.points(year.rounded, parameters.total_places),
        grade=words.tr(f"grade.{year.by_points}"),
    )
    if year.held_back:
        yield words.tr("evaluation.said.held_back", grade=words.tr(f"grade.{year.grade}"))
    if year.two_running:
        yield words.tr("evaluation.said.two_running")


def _share(name: str, share: AchievedShare, words: SumWords) -> str:
    none = words.tr("evaluation.said.no_share")
    percent = none if share.share is None else words.percent(share.share)
    met = "exceeded" if share.exceeded else "met" if share.met else "not_met"
    verdict = words.tr(f"evaluation.said.{met}")
    return words.tr("evaluation.said.share", name=name, percent=percent, verdict=verdict)
