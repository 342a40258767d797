"""The individual form: Mẫu 01 of Decree 335/2025/NĐ-CP, its fields in their order."""

from collections.abc import Iterator
from decimal import Decimal

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import (
    EvaluationWords,
    criteria_note,
)
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.of_evaluation.form_parts import (
    most_of_results,
    no_criteria,
    notes_below,
    opinions,
    person_form,
    points_of,
    results_blocks,
    score_row,
    sum_of_points,
)
from dondoc.services.papers.of_evaluation.standing import discipline_notes
from dondoc.services.papers.paper import (
    Block,
    Paper,
    PaperHeading,
    PaperRow,
    PaperSignatures,
    PaperTable,
    Paragraph,
    SigningPlace,
)


def form_335(
    context: RoundContext, figures: DossierFigures, order: PaperOrder, words: EvaluationWords
) -> Paper:
    """The individual form of Decree 335/2025/NĐ-CP."""
    return person_form("form_335", _body_335(context, figures, words), context, order, words)


def _body_335(
    context: RoundContext, figures: DossierFigures, words: EvaluationWords
) -> Iterator[Block]:
    dossier = figures.dossier
    yield Paragraph(words.of("field.name", name=dossier.name))
    yield Paragraph(words.of("field.position", position=dossier.position or OPEN))
    yield Paragraph(words.of("field.unit", unit=dossier.unit))
    yield PaperHeading(words.of("general"))
    yield _criteria(context, figures, words)
    yield PaperHeading(words.of("results", most=most_of_results(figures, words)))
    yield from results_blocks(figures, figures.score, words)
    yield PaperHeading(words.of("together"))
    yield _three_scores(context, figures, words)
    yield from _in_full(figures, words)
    own = SigningPlace(words.of("signs.self"), dossier.name)
    yield PaperSignatures((own, SigningPlace(words.of("signs.competent"))))


def _criteria(context: RoundContext, figures: DossierFigures, words: EvaluationWords) -> Block:
    """Each criterion with its most points, those of the person and of the level above."""
    if not context.row.criteria:
        return no_criteria(figures, words)
    own = points_of(figures.dossier.self_assessment)
    above = points_of(figures.dossier.comment)
    rows = [
        PaperRow((
            f"{each['number']}", each["title"], words.amount(Decimal(each["most"])),
            words.amount(own.get(each["number"])), words.amount(above.get(each["number"])),
        ))
        for each in context.row.criteria
    ]  # fmt: skip
    most = sum((Decimal(each["most"]) for each in context.row.criteria), Decimal(0))
    total = (
        "",
        words.say("total"),
        words.amount(most),
        sum_of_points(own, words),
        sum_of_points(above, words),
    )
    names = ("#place", "criterion", "+most", "+self_points", "+above_points")
    return PaperTable(
        words.of("general"),
        words.columns(*names),
        (*rows, PaperRow(total, "total")),
        after=criteria_note(words, context),
    )


def _three_scores(
    context: RoundContext, figures: DossierFigures, words: EvaluationWords
) -> PaperTable:
    """The scores of the person, of the level above and of the decision, each by itself."""
    dossier = figures.dossier
    rows = (
        score_row("self", dossier.self_assessment, figures, words),
        score_row("above", dossier.comment, figures, words),
        score_row("decided", dossier.decision, figures, words),
    )
    return PaperTable(
        words.of("together"),
        words.columns("whose_score", "#general", "#results", "#total_points", "grade"),
        rows,
        after=notes_below(context, figures, words),
        across=((3, (1, 2)),),
    )


def _in_full(figures: DossierFigures, words: EvaluationWords) -> Iterator[Block]:
    """Grade, strengths, limits and the opinion of the competent level."""
    dossier = figures.dossier
    yield Paragraph(words.of("grade_is", grade=words.decided(figures)))
    yield from (Paragraph(note) for note in discipline_notes(figures, words))
    yield from opinions(figures, words)
    opinion = dossier.decision or dossier.comment
    said = opinion.words if opinion else ""
    yield Paragraph(words.of("opinion", words=said or OPEN))
    if dossier.decision is not None and dossier.decision.reason:
        yield Paragraph(words.of("reason", words=dossier.decision.reason))
