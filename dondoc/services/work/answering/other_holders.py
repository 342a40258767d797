"""Whose results become somebody else's if days became working days or days off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from dondoc.services.work.answering.responsible import officials_on
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.store.bulk import among
from models.assignment import Assignment
from models.programme import Programme
from models.rules.due import due_facts
from models.rules.rejudging import Calendars, other_holders
from models.rules.responsibility import Occasion, Term


@dataclass(frozen=True)
class OtherHolder:
    """A result, silence or lateness that passes from one holder of a position to another.

    `before`, `after`: their names; '' where nobody held the position. `people`: whose share in it
    is another one then, by their keys: with whom somebody shares a result concerns them, too.
    """

    year: int
    ref: str
    title: str
    before: str
    after: str
    people: frozenset[int] = frozenset()

    @property
    def ref_of_year(self) -> str:
        """The reference with its year: beside a plan of one year, results of others pass, too."""
        return f"{self.ref} ({self.year})"

    def plain(self) -> list[str]:
        """The change of holder as plain values, as history keeps it."""
        return [self.ref, self.title, self.before, self.after]


def results_passed(
    session: Session,
    programme: Programme,
    checkpoints: Mapping[int, LoadedCheckpoint],
    calendars: Calendars,
    today: date,
) -> Iterator[OtherHolder]:
    """The checkpoints among these that become somebody else's, position by position."""
    if not checkpoints:
        return
    ours = among(
        session,
        col(Assignment.id),
        {checkpoint.assignment.key for checkpoint in checkpoints.values()},
    )
    officials = officials_on(session, ours, today, calendars.before)
    for each_checkpoint in checkpoints.values():
        occasion = Occasion.of(due_facts(each_checkpoint.facts))
        for post in officials.ever(each_checkpoint.assignment.key):
            passed = other_holders(post.terms, occasion, today, calendars)
            if passed is not None:
                yield other_holder(programme.year, each_checkpoint.ref, post.title, passed)


def other_holder(
    year: int, ref: str, title: str, passed: tuple[tuple[Term, ...], tuple[Term, ...]]
) -> OtherHolder:
    """The people who hold the result now, and those who would."""
    before, after = (names_of(terms) for terms in passed)
    people = frozenset(term.person_id for terms in passed for term in terms)
    return OtherHolder(year, ref, title, before, after, people)


def names_of(terms: tuple[Term, ...]) -> str:
    """The names of those who hold a position, as they are listed; '' where nobody does."""
    return ", ".join(term.name for term in terms)
