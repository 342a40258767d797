"""The self-assessment of a quarter: Mẫu 01 of 366-QĐ/TW, its fields in their order.

What nobody records (birth date, Party position, key objectives) stays open.
"""

from collections.abc import Iterator
from decimal import Decimal

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import (
    EvaluationWords,
    criteria_note,
    total_places,
)
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.of_evaluation.form_parts import (
    most_of_results,
    no_criteria,
    notes_below,
    of_its_day,
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

_PLUS = "x"


def form_366(
    context: RoundContext, figures: DossierFigures, order: PaperOrder, words: EvaluationWords
) -> Paper:
    """The self-assessment of 366-QĐ/TW, with what the level above and the leadership write."""
    return person_form("form_366", _body_366(context, figures, words), context, order, words)


def _body_366(
    context: RoundContext, figures: DossierFigures, words: EvaluationWords
) -> Iterator[Block]:
    dossier = figures.dossier
    yield Paragraph(words.of("field.name_and_birth", name=dossier.name, open=OPEN))
    yield Paragraph(words.of("field.party_position", open=OPEN))
    yield Paragraph(words.of("field.state_position", position=dossier.position or OPEN))
    yield Paragraph(words.of("field.unit", unit=dossier.unit))
    yield PaperHeading(words.of("general"), label="A.")
    yield _met_or_not(context, figures, words)
    yield PaperHeading(words.of("results", most=most_of_results(figures, words)), label="B.")
    yield from results_blocks(figures, figures.self_score, words)
    yield _own_total(context, figures, words)
    proposal = dossier.self_assessment
    own = words.grade(proposal.grade if proposal else None, "none.self")
    yield Paragraph(words.of("own_proposal", grade=own))
    yield PaperSignatures((SigningPlace(""), SigningPlace(words.of("signs.self"), dossier.name)))
    yield PaperHeading(words.of("of_competent"), label="C.")
    yield from _of_competent(figures, words)
    places = ("signs.competent", "signs.leadership")
    yield PaperSignatures(tuple(SigningPlace(words.of(place)) for place in places))


def _met_or_not(context: RoundContext, figures: DossierFigures, words: EvaluationWords) -> Block:
    """Met with all points, not met with none; between the two the form asks and nobody said."""
    if not context.row.criteria:
        return no_criteria(figures, words)
    own = points_of(figures.dossier.self_assessment)
    rows = []
    for each in context.row.criteria:
        most, points = Decimal(each["most"]), own.get(each["number"])
        met = _PLUS if points == most else ""
        not_met = _PLUS if points == 0 else ""
        rows.append(PaperRow((
            f"{each['number']}", each["title"], met, not_met, words.amount(most),
            words.amount(points), "",
        )))  # fmt: skip
    most = sum((Decimal(each["most"]) for each in context.row.criteria), Decimal(0))
    total = ("", words.say("total"), "", "", words.amount(most), sum_of_points(own, words), "")
    names = ("#place", "criterion", "met", "not_met", "+most", "+points", "note")
    after = " ".join(filter(None, (words.of("met_is"), criteria_note(words, context))))
    shown = (*rows, PaperRow(total, "total"))
    return PaperTable(words.of("general"), words.columns(*names), shown, after=after)


def _own_total(
    context: RoundContext, figures: DossierFigures, words: EvaluationWords
) -> PaperTable:
    row = score_row("self", figures.dossier.self_assessment, figures, words)
    names = ("whose_score", "#general", "#results", "#total_points", "grade")
    after = notes_below(context, figures, words)
    return PaperTable(
        words.of("own_total"), words.columns(*names), (row,), after=after, across=((3, (1, 2)),)
    )


def _of_competent(figures: DossierFigures, words: EvaluationWords) -> Iterator[Block]:
    """Score, proposed grade, and whether the key objectives were met, which nobody records."""
    comment = figures.dossier.comment
    kept = kept_score(comment)
    places = total_places(figures)
    total = OPEN
    if kept is not None and kept.total is not None:
        total = of_its_day(words.points(kept.total, places), comment, words)
    grade = words.grade(comment.grade if comment else None, "none.above")
    yield Paragraph(words.of("competent_score", total=total, grade=grade))
    of_year = figures.score.work.year is not None
    yield Paragraph(words.of("year.key_objectives" if of_year else "key_objectives", open=OPEN))
    yield from opinions(figures, words)
    said = comment.words if comment else ""
    yield Paragraph(words.of("opinion", words=said or OPEN))
    yield Paragraph(words.of("grade_is", grade=words.decided(figures)))
    yield from (Paragraph(note) for note in discipline_notes(figures, words))
