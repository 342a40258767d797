"""Lists of a round or of a unit: the summary of results, and the list that goes for approval."""

from collections.abc import Iterator, Sequence

from dondoc.rendering.formats import day
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.decisions.session_seats import SessionSeats
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import (
    EvaluationWords,
    grade_table,
    rule_notes,
    total_places,
)
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.of_evaluation.seats import seats_blocks
from dondoc.services.papers.of_evaluation.standing import short_note
from dondoc.services.papers.own_words import counted
from dondoc.services.papers.paper import (
    FORM,
    Block,
    Paper,
    PaperRow,
    PaperSignatures,
    PaperTable,
    Paragraph,
    SigningPlace,
)
from models.rules.evaluation import Grade

People = Sequence[DossierFigures]


def summary(
    context: RoundContext, people: People, unit: str, order: PaperOrder, words: EvaluationWords
) -> Paper:
    """The summary of results; `unit`: '' of the whole round."""
    subject = words.of("results_of_period", period=words.period(context))
    return Paper(
        form=order.form,
        day=order.day,
        kind=FORM,
        subject=f"{subject} – {unit}" if unit else subject,
        blocks=tuple(_summary(context, people, words)),
        issuer=order.issuer,
        form_title=words.of("summary.title"),
        lies=True,
    )


def _summary(context: RoundContext, people: People, words: EvaluationWords) -> Iterator[Block]:
    rows = tuple(_row(place, each, words) for place, each in enumerate(people, 1))
    names = (
        "#place", "person", "unit", "position", "#general", "#results", "#total_points",
        "system_proposal", "unit_proposal", "decision", "note",
    )  # fmt: skip
    yield PaperTable(
        words.of("summary.title"),
        words.columns(*names),
        rows,
        is_compact=True,
        across=((6, (4, 5)),),
    )
    said = (
        ("by_system", [str(words.grade(each.computed, "no_grade")) for each in people]),
        ("by_unit", [str(words.proposed(each)) for each in people]),
        ("by_decision", [words.decided(each) for each in people]),
    )
    yield grade_table(words, said, notes_of_rules(context, people, words))
    yield Paragraph(words.of("as_of", day=day(context.today)))
    places = ("signs.drawn_up", "signs.head")
    yield PaperSignatures(tuple(SigningPlace(words.of(place)) for place in places))


def _row(place: int, each: DossierFigures, words: EvaluationWords) -> PaperRow:
    dossier = each.dossier
    return PaperRow((
        counted(place), dossier.name, dossier.unit, dossier.position,
        words.amount(each.general), words.points(each.results),
        words.points(each.total, total_places(each)), words.grade(each.computed, "no_grade"),
        words.proposed(each), words.decided(each), short_note(each, words),
    ))  # fmt: skip


def notes_of_rules(context: RoundContext, people: People, words: EvaluationWords) -> str:
    """Each rule set by which somebody on the list is judged, and what of it is unsure."""
    said = (
        note
        for leads in sorted({each.dossier.row.leads for each in people})
        for note in rule_notes(words, context, leads)
    )
    return " ".join(dict.fromkeys(said))


def approval(
    context: RoundContext,
    people: People,
    seats: SessionSeats,
    order: PaperOrder,
    words: EvaluationWords,
) -> Paper:
    """The list for approval: what the units propose, with counts, per cent, seats and the best."""
    return Paper(
        form=order.form,
        day=order.day,
        kind=FORM,
        subject=words.of("results_of_period", period=words.period(context)),
        blocks=tuple(_approval(context, people, seats, words)),
        issuer=order.issuer,
        form_title=words.of("approval.title"),
    )


def _approval(
    context: RoundContext, people: People, seats: SessionSeats, words: EvaluationWords
) -> Iterator[Block]:
    rows = tuple(
        PaperRow((
            counted(place), each.dossier.name, each.dossier.place,
            words.points(each.total, total_places(each)),
            words.proposed(each), short_note(each, words),
        ))
        for place, each in enumerate(people, 1)
    )  # fmt: skip
    names = ("#place", "person", "position_and_unit", "#total_points", "unit_proposal", "note")
    yield PaperTable(words.of("approval.title"), words.columns(*names), rows, is_compact=True)
    proposed = [str(words.proposed(each)) for each in people]
    after = notes_of_rules(context, people, words)
    yield grade_table(words, (("people", proposed),), after)
    yield from seats_blocks(seats, words)
    best = [
        words.of("best_one", name=each.dossier.name, position=each.dossier.position)
        for each in people
        if each.proposed is Grade.EXCELLENT
    ]
    yield Paragraph(words.of("best", names="; ".join(best)) if best else words.of("best.none"))
    yield Paragraph(words.of("as_of", day=day(context.today)))
    places = ("signs.drawn_up", "signs.head")
    yield PaperSignatures(tuple(SigningPlace(words.of(place)) for place in places))


def left_over(people: People, keys: tuple[str, str], words: EvaluationWords) -> Iterator[str]:
    """Of how many nothing is decided, and of how many it is to be decided again."""
    undecided = sum(not each.is_decided for each in people)
    again = sum(each.is_decided and not each.stands for each in people)
    for count, name in zip((undecided, again), keys, strict=True):
        if count:
            yield words.of(name, count=str(counted(count)))


def decision_list(
    context: RoundContext, people: People, order: PaperOrder, words: EvaluationWords
) -> Paper:
    """The annex of a decision: whom it grades, and how. Points are for the competent level alone.

    HD 02-HD/BTCTW (secondary): inside the office the grade is public, nothing else.
    """
    decided = [each for each in people if each.stands]
    rows = tuple(
        PaperRow((
            counted(place), each.dossier.name, each.dossier.position, each.dossier.unit,
            words.decided(each),
        ))
        for place, each in enumerate(decided, 1)
    )  # fmt: skip
    names = ("#place", "person", "position", "unit", "grade")
    after = " ".join(left_over(people, ("left_out", "left_out_again"), words))
    title = words.of("results_of_period", period=words.period(context))
    return Paper(
        form=order.form,
        day=order.day,
        kind="annex",
        subject=title,
        blocks=(PaperTable(title, words.columns(*names), rows, after=after),),
        issuer=order.issuer,
    )
