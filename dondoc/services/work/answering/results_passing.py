"""Whose results become somebody else's if a position was held on other days than is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.services.programme.frames import frame_of
from dondoc.services.work.answering.appointments import appointments_in
from dondoc.services.work.answering.other_holders import OtherHolder, other_holder
from dondoc.services.work.checkpoint_queries import checkpoint_ids
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.store.bulk import among
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.appointments import DaysOfDuty, within
from models.rules.due import due_facts
from models.rules.holding_dates import Days
from models.rules.rejudging import other_terms
from models.rules.responsibility import Occasion, Term
from models.rules.stages import Standing


def results_passed_by(
    session: Session,
    position_id: int,
    after: Iterable[Term],
    today: date,
    new_codes: Mapping[int, str] | None = None,
) -> tuple[OtherHolder, ...]:
    """The checkpoints of a position that become somebody else's, in every programme.

    `after`: everybody who would have held it, and when. `new_codes`: of people whose code is
    another one than is written, or who are not there yet.
    """
    title = session.get_one(Position, position_id).title
    before, after = tuple(terms_of(session, position_id).values()), tuple(after)
    other_holders: list[OtherHolder] = []
    if _past(before, today) == _past(after, today):
        return ()
    before, after = _names_apart(session, before, after, new_codes or {})
    ever = appointments_in(session).ever_of(position_id)
    for programme in session.scalars(select(Programme).order_by(col(Programme.year))):
        frame = frame_of(session, programme)
        checkpoints = load_checkpoints(
            session, frame, _checkpoints(session, programme, position_id, ever)
        )
        for checkpoint in checkpoints.values():
            occasion = Occasion.of(due_facts(checkpoint.facts))
            days = ever.get(checkpoint.assignment.key, (DaysOfDuty(),))
            terms = (within(before, days), within(after, days))
            passed = other_terms(terms, occasion, today, frame.calendar)
            if passed is not None:
                other_holders.append(other_holder(programme.year, checkpoint.ref, title, passed))
    return tuple(other_holders)


def _names_apart(
    session: Session,
    before: tuple[Term, ...],
    after: tuple[Term, ...],
    new_codes: Mapping[int, str],
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Those who share a name, now or then, with their codes behind it."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for term in (*before, *after):
        bearers[term.name].add(term.person_id)
    alike = {key for keys in bearers.values() if len(keys) > 1 for key in keys}
    if not alike:
        return before, after
    query = select(col(Person.id), col(Person.code)).where(among(session, col(Person.id), alike))
    codes = {row.id: row.code for row in session.connection().execute(query)} | dict(new_codes)

    def with_code(term: Term) -> Term:
        if len(bearers[term.name]) == 1:
            return term
        return replace(term, name=f"{term.name} ({codes[term.person_id]})")

    return tuple(map(with_code, before)), tuple(map(with_code, after))


def _past(terms: Iterable[Term], today: date) -> set[tuple[int, date, date]]:
    """Who held it on the days until today: what comes later is nobody's result yet."""
    return {
        (term.person_id, term.start, min(term.end or today, today))
        for term in terms
        if term.start <= today
    }


def with_days(terms: Mapping[int, Term], changed: Mapping[int, Days]) -> tuple[Term, ...]:
    """The holders of a position, those of some holdings on other days."""
    return tuple(_on(term, changed.get(key)) for key, term in terms.items())


def terms_of(session: Session, position_id: int) -> dict[int, Term]:
    """Everybody who holds, held or will hold a position, by the keys of their holdings."""
    return dict(_terms(session, position_id))


def _terms(session: Session, position_id: int) -> Iterator[tuple[int, Term]]:
    query = (
        select(
            col(Holding.id), col(Person.id), col(Person.full_name),
            col(Holding.held_from), col(Holding.held_to),
        )
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(col(Holding.position_id) == position_id)
        .order_by(col(Holding.held_from), col(Holding.id))
    )  # fmt: skip
    for key, *term in session.connection().execute(query):
        yield key, Term(*term)


def _on(term: Term, days: Days | None) -> Term:
    return term if days is None else Term(term.person_id, term.name, days.start, days.end)


def _checkpoints(
    session: Session, programme: Programme, position_id: int, ever: Iterable[int]
) -> list[int]:
    """Of all that the position answers for. `ever`: where it does, or did, on some days only."""
    now = select(col(AssignmentOfficial.assignment_id)).where(
        col(AssignmentOfficial.position_id) == position_id
    )
    key = col(Assignment.id)
    ours = or_(key.in_(now), among(session, key, ever))
    live = col(Checkpoint.standing) == Standing.LIVE
    query = checkpoint_ids(programme.key, ours, live)
    return list(session.scalars(query.order_by(col(Checkpoint.id))))
