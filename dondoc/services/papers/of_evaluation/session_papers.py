"""The minutes of a session with its votes, and the submission to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.rendering.formats import day
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.decisions.decide import Votes, has_most, votes_of
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import EvaluationWords, grade_table
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.of_evaluation.round_lists import People, notes_of_rules
from dondoc.services.papers.own_words import counted
from dondoc.services.papers.paper import (
    Block,
    IssuingBody,
    Paper,
    PaperHeading,
    PaperRow,
    PaperSignatures,
    PaperTable,
    Paragraph,
    SigningPlace,
)
from models.evaluation_round import EvaluationSession
from models.rules.evaluation import Grade


@dataclass(frozen=True)
class SessionRead:
    """A session with its votes by dossier; None of a grade: for not grading."""

    row: EvaluationSession
    votes: Mapping[int, Votes]


def session_of(
    session: Session, context: RoundContext, session_id: int | None
) -> SessionRead | None:
    """A session of the round, or the one held last; None where there is no such."""
    query = select(EvaluationSession).where(col(EvaluationSession.round_id) == context.row.key)
    if session_id is not None:
        query = query.where(col(EvaluationSession.id) == session_id)
    order = (col(EvaluationSession.held_on).desc(), col(EvaluationSession.id).desc())
    row = session.scalars(query.order_by(*order)).first()
    if row is None:
        return None
    return SessionRead(row, votes_of(session, row.key))


def deciding_sessions(session: Session, people: People) -> Sequence[EvaluationSession]:
    """Every session in which a decision that stands was taken, the first one first."""
    decided = (each.dossier.decision for each in people if each.stands)
    ids = {step.session_id for step in decided if step} - {None}
    query = select(EvaluationSession).where(col(EvaluationSession.id).in_(sorted(ids)))
    order = (col(EvaluationSession.held_on), col(EvaluationSession.id))
    return session.scalars(query.order_by(*order)).all()


def minutes(
    context: RoundContext,
    people: People,
    held: SessionRead,
    order: PaperOrder,
    words: EvaluationWords,
) -> Paper:
    """The minutes: who was there, each vote, what was decided, and the clerk's words."""
    return Paper(
        form=order.form,
        day=order.day,
        kind="minutes",
        subject=words.of("minutes.subject", period=words.period(context)),
        blocks=tuple(_minutes(people, held, words)),
        issuer=deciding(held.row, order),
    )


def _minutes(people: People, held: SessionRead, words: EvaluationWords) -> Iterator[Block]:
    row = held.row
    yield PaperHeading(words.of("minutes.when"))
    yield Paragraph(
        words.of("minutes.begins", open=OPEN, day=day(row.held_on), place=row.place or OPEN)
    )
    yield PaperHeading(words.of("minutes.who"))
    yield Paragraph(words.of("minutes.chair", name=row.chair or OPEN))
    yield Paragraph(words.of("minutes.clerk", name=row.clerk or OPEN))
    there = {"members": row.members, "present": row.present, "absent": row.members - row.present}
    yield Paragraph(words.of("minutes.present", **{k: str(counted(v)) for k, v in there.items()}))
    yield PaperHeading(words.of("minutes.course"))
    ours = [each for each in people if _is_of(held, each)]
    yield Paragraph(words.of("minutes.considered", count=str(counted(len(ours)))))
    if ours:
        yield _vote_table(ours, held, words)
        yield from _beside_votes(ours, held, words)
    yield PaperHeading(words.of("minutes.decided"))
    if ours:
        results = [_decided_then(held, each, words) for each in ours]
        yield grade_table(words, (("people", results),))
    yield Paragraph(words.of("minutes.words", words=row.minutes or OPEN))
    yield Paragraph(words.of("minutes.ends", open=OPEN))
    clerk = SigningPlace(words.of("signs.clerk"), row.clerk)
    yield PaperSignatures((clerk, SigningPlace(words.of("signs.chair"), row.chair)))


def deciding(held: EvaluationSession, order: PaperOrder) -> IssuingBody:
    """The body that sat; its symbol is not known, and stays open."""
    return IssuingBody(name=held.body, place=order.issuer.place)


def _is_of(held: SessionRead, each: DossierFigures) -> bool:
    """Whether somebody was voted or decided on in this session."""
    steps = (step.session_id for step in each.dossier.steps)
    return each.dossier.row.key in held.votes or held.row.key in steps


def _decided_then(held: SessionRead, each: DossierFigures, words: EvaluationWords) -> str:
    """What this session decided last: another session, or an answer, is not of its minutes."""
    steps = [step for step in each.dossier.steps if step.session_id == held.row.key]
    if not steps:
        return words.grade(None, "undecided")
    return words.grade(steps[-1].grade, "not_graded")


def _beside_votes(people: People, held: SessionRead, words: EvaluationWords) -> Iterator[Block]:
    """Why, where another grade had as many votes as the decided one, or more."""
    for each in people:
        steps = [step for step in each.dossier.steps if step.session_id == held.row.key]
        votes = held.votes.get(each.dossier.row.key, {})
        if steps and steps[-1].reason and not has_most(votes, steps[-1].grade):
            grade = _decided_then(held, each, words)
            name, reason = each.dossier.name, steps[-1].reason
            yield Paragraph(words.of("minutes.beside_votes", name=name, grade=grade, reason=reason))


def _vote_table(
    people: Sequence[DossierFigures], held: SessionRead, words: EvaluationWords
) -> PaperTable:
    """A row for each, its votes by grade; who is left of those present voted for nothing.

    Of whom no votes were entered the places stay open for the clerk: nobody abstained.
    """
    options: tuple[Grade | None, ...] = (*Grade, None)
    rows = []
    for place, each in enumerate(people, 1):
        votes = held.votes.get(each.dossier.row.key)
        cast = [OPEN] * (len(options) + 1)
        if votes:
            given = [votes.get(option, 0) for option in options]
            cast = [counted(number) for number in (*given, held.row.present - sum(given))]
        rows.append(PaperRow((
            counted(place), f"{each.dossier.name}, {each.dossier.position}",
            *cast, counted(held.row.present),
            _decided_then(held, each, words),
        )))  # fmt: skip
    names = (
        "#place", "person", "#votes_excellent", "#votes_good", "#votes_completed",
        "#votes_not_completed", "#votes_not_graded", "#votes_left", "#present", "decision",
    )  # fmt: skip
    last = 2 + len(options)
    return PaperTable(
        words.of("minutes.votes"),
        words.columns(*names),
        tuple(rows),
        is_compact=True,
        across=((last + 1, tuple(range(2, last + 1))),),
    )


def submission(
    context: RoundContext,
    people: People,
    held: SessionRead | None,
    order: PaperOrder,
    words: EvaluationWords,
) -> Paper:
    """The submission to whoever decides: how far it is, what is proposed, what is asked for."""
    return Paper(
        form=order.form,
        day=order.day,
        kind="submission",
        subject=words.of("submission.subject", period=words.period(context)),
        blocks=tuple(_submission(context, people, words)),
        issuer=order.issuer,
        addressees=(held.row.body if held else OPEN,),
        receivers=(words.say("letter.as_above"),),
    )


def _submission(context: RoundContext, people: People, words: EvaluationWords) -> Iterator[Block]:
    done = {
        "people": len(people),
        "self": sum(each.dossier.self_assessment is not None for each in people),
        "above": sum(each.dossier.comment is not None for each in people),
        "unit": sum(each.proposed is not None for each in people),
    }
    said = {name: str(counted(count)) for name, count in done.items()}
    yield Paragraph(words.of("submission.standing", period=words.period(context), **said))
    yield Paragraph(words.of("submission.proposed"))
    columns = (
        ("by_system", [str(words.grade(each.computed, "no_grade")) for each in people]),
        ("by_unit", [str(words.proposed(each)) for each in people]),
    )
    yield grade_table(words, columns, notes_of_rules(context, people, words))
    others = [each for each in people if _differs(each)]
    if others:
        names = "; ".join(each.dossier.name for each in others)
        yield Paragraph(
            words.of("submission.differs", count=str(counted(len(others))), names=names)
        )
    yield Paragraph(words.of("submission.asked"))
    yield Paragraph(words.of("submission.with"))


def _differs(each: DossierFigures) -> bool:
    return None not in (each.computed, each.proposed) and each.computed is not each.proposed
