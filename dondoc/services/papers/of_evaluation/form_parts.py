"""What the individual forms have in common: scores, results with every sum, opinions, notes."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from dondoc.rendering.formats import capital, day
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.score import DossierScore
from dondoc.services.evaluation.course.step_input import kept_points
from dondoc.services.evaluation.people.in_words import sums
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import (
    NONE,
    EvaluationWords,
    rule_notes,
    total_places,
)
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.of_evaluation.standing import standing_notes
from dondoc.services.papers.of_evaluation.year_of_person import year_blocks
from dondoc.services.papers.paper import (
    FORM,
    Block,
    Paper,
    PaperRow,
    PaperTable,
    Paragraph,
)
from models.evaluation_round import EvaluationDossierStep


def person_form(
    key: str,
    blocks: Iterator[Block],
    context: RoundContext,
    order: PaperOrder,
    words: EvaluationWords,
) -> Paper:
    return Paper(
        form=order.form,
        day=order.day,
        kind=FORM,
        subject=words.of("of_period", period=words.period(context)),
        blocks=tuple(blocks),
        issuer=order.issuer,
        subject_note=words.of(f"{key}.note"),
        form_title=words.of(f"{key}.title"),
    )


def points_of(step: EvaluationDossierStep | None) -> Mapping[int, Decimal]:
    return kept_points(step)


def no_criteria(figures: DossierFigures, words: EvaluationWords) -> Paragraph:
    """Why no criterion stands here: the rule set has none, or those of a year are its periods'."""
    of_year = figures.score.work.year is not None
    return Paragraph(words.of("year.general" if of_year else "no_criteria"))


def sum_of_points(points: Mapping[int, Decimal], words: EvaluationWords) -> str:
    return words.amount(sum(points.values(), Decimal(0))) if points else NONE


def most_of_results(figures: DossierFigures, words: EvaluationWords) -> str:
    return words.amount(figures.parameters.results_most)


def results_blocks(
    figures: DossierFigures, score: DossierScore, words: EvaluationWords
) -> Iterator[Block]:
    """Every sum from the products to the points, so that it can be done again on paper.

    `score`: with what was entered by whose results the form asks for. Of a year the periods of
    which it is the mean. Of which day they are stands first: the scores below may be of others.
    """
    yield Paragraph(words.of("as_of", day=day(figures.as_of)))
    if figures.score.work.year is not None:
        yield from year_blocks(figures, words)
        return
    period = score.period
    if period.result is None:
        yield Paragraph(words.of("no_results"))
        return
    yield Paragraph(words.of("see_work"))
    total = period.total
    result = total.result if total else period.result
    rows = [
        PaperRow((
            words.of(f"part.{part.name.name.lower()}"), words.amount(part.part),
            words.amount(part.whole), words.points(part.share * 100),
        ))
        for part in result.parts
    ]  # fmt: skip
    mean = PaperRow((words.of("part.mean"), "", "", words.points(result.share * 100)), "total")
    names = ("part", "#converted_part", "#converted_whole", "#percent_reached")
    yield PaperTable(words.of("results.table"), words.columns(*names), (*rows, mean))
    spelt_out = sums(period, figures.parameters, words.sums)[-1 if total is None else -2]
    yield Paragraph(capital(spelt_out))


def score_row(
    whose: str,
    step: EvaluationDossierStep | None,
    figures: DossierFigures,
    words: EvaluationWords,
) -> PaperRow:
    kept = kept_score(step)
    name = of_its_day(words.of(f"score.{whose}"), step, words)
    if step is None or kept is None:
        return PaperRow((name, NONE, NONE, NONE, words.of(f"none.{whose}")))
    otherwise = "not_graded" if whose == "decided" else "undecided"
    # Without d, đ and e the points of a leader's results are those of a, b and c alone.
    known = kept.total is not None or not figures.dossier.row.leads
    general = kept.general if step.general is None else step.general
    return PaperRow((
        name, words.amount(general), words.points(kept.results if known else None),
        words.points(kept.total, total_places(figures)), words.grade(step.grade, otherwise),
    ))  # fmt: skip


def of_its_day(score: str, step: EvaluationDossierStep | None, words: EvaluationWords) -> str:
    """A score, or whose it is, with the day up to which the results that it rests on count."""
    until = step.computed.get("as_of") if step else None
    if until is None:
        return score
    return words.of("score.of_day", score=score, day=day(date.fromisoformat(until)))


def opinions(figures: DossierFigures, words: EvaluationWords) -> Iterator[Block]:
    dossier = figures.dossier
    steps = [step for step in (dossier.decision, dossier.comment, dossier.self_assessment) if step]
    for name in ("strengths", "limits"):
        said = next((text for step in steps if (text := getattr(step, name))), "")
        yield Paragraph(words.of(name, words=said or OPEN))


def notes_below(context: RoundContext, figures: DossierFigures, words: EvaluationWords) -> str:
    """What is not decided, what changed, and what is unsure of the rule set: in small print."""
    notes = (
        *standing_notes(figures, words),
        *rule_notes(words, context, figures.dossier.row.leads),
    )
    return " ".join(notes)
