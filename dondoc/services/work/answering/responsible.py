"""Who answers for checkpoints: the positions of their assignments, and all who ever held them.

`models.rules.responsibility` says whose a checkpoint is; here is what it is asked with, read in
one query for as many assignments as a page shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.answering.posts import (
    Post,
    PostsThen,
    posts_query,
    posts_then,
)
from dondoc.services.work.checkpoints import LoadedCheckpoint
from models.assignment import Assignment
from models.rules.calendar import WorkingCalendar
from models.rules.due import due_facts, last_day
from models.rules.responsibility import (
    Answer,
    Occasion,
    Term,
    answers_for,
    day_that_counts,
    held_by,
)


@dataclass(frozen=True)
class Answering:
    """Somebody who answers for a checkpoint in a position. `name`: '' where it was vacant.

    `taken_over`: since when they hold it, where it was overdue before that; `before`: under whom.
    `counted_on`: the day that counts of a result, where they hold the position no more.
    """

    position_id: int
    title: str
    person_id: int | None = None
    name: str = ""
    taken_over: date | None = None
    before: str = ""
    counted_on: date | None = None


def answering_words(answering: Answering, tr: Translate) -> str:
    """Their name, and that it was overdue before they came; or that the position was vacant."""
    if not answering.name:
        return tr("answering.vacant", title=answering.title)
    if answering.taken_over is None:
        return answering.name
    return f"{answering.name} ({inherited_words(answering.taken_over, answering.before, tr)})"


def inherited_words(taken_over: date, before: str, tr: Translate) -> str:
    """That something was overdue already when somebody took the position up."""
    key = "answering.inherited" if before else "answering.inherited.vacant"
    return tr(key, day=formats.day(taken_over), name=before)


@dataclass
class Officials:
    """Who answers for checkpoints on a day. `posts`: by assignment, the one in the lead first.

    `then`: all who ever did, of the assignments for which plans have named others.
    """

    posts: Mapping[int, tuple[Post, ...]]
    today: date
    calendar: WorkingCalendar
    then: Mapping[int, tuple[PostsThen, ...]] = field(default_factory=dict)
    _known: dict[tuple[int, Occasion], tuple[Answering, ...]] = field(default_factory=dict)

    def of(self, assignment_id: int, occasion: Occasion) -> tuple[Answering, ...]:
        """Who answers for a checkpoint, position by position, the lead first."""
        key = (assignment_id, occasion)
        if key not in self._known:
            posts = self._on(assignment_id, day_that_counts(occasion, self.today, self.calendar))
            self._known[key] = _each_once(
                answering
                for post in posts
                for answering in self._answering(assignment_id, post, occasion)
            )
        return self._known[key]

    def now(self, assignment_id: int) -> list[tuple[Post, Term]]:
        """Who holds the positions of an assignment today, the one in the lead first."""
        posts = self._on(assignment_id, self.today)
        return [(post, term) for post in posts for term in held_by(post.terms, self.today)]

    def in_lead(self, assignment_id: int) -> tuple[Post, str] | None:
        """The position that leads an assignment today, and who holds it ('' for nobody)."""
        posts = self._on(assignment_id, self.today) or self.posts.get(assignment_id, ())
        if not posts:
            return None
        holder = next(iter(held_by(posts[0].terms, self.today)), None)
        return posts[0], holder.name if holder else ""

    def ever(self, assignment_id: int) -> tuple[Post, ...]:
        """Every position that answers for an assignment, or did; its terms are those then."""
        if assignment_id not in self.then:
            return self.posts.get(assignment_id, ())
        posts = (post for then in self.then[assignment_id] for post in then.posts)
        return tuple({post.position_id: post for post in posts}.values())

    def _on(self, assignment_id: int, day: date) -> tuple[Post, ...]:
        if assignment_id not in self.then:
            return self.posts.get(assignment_id, ())
        return next((then.posts for then in self.then[assignment_id] if then.days.covers(day)), ())

    def _answering(
        self, assignment_id: int, post: Post, occasion: Occasion
    ) -> tuple[Answering, ...]:
        before = self._predecessors(assignment_id, post, occasion)
        answer = answers_for(post.terms, occasion, self.today, self.calendar, before)
        if not answer.holders:
            return (Answering(post.position_id, post.title),)
        here = {term.person_id for term in held_by(post.terms, self.today)}
        day = day_that_counts(occasion, self.today, self.calendar)
        return tuple(
            _named(post, holder, answer, None if holder.person_id in here else day)
            for holder in answer.holders
        )

    def _predecessors(
        self, assignment_id: int, post: Post, occasion: Occasion
    ) -> tuple[Term, ...] | None:
        """Who stood for it on the last day in time, where the position did not; None: it did."""
        if not occasion.open or assignment_id not in self.then:
            return None
        posts = self._on(assignment_id, last_day(occasion.due_on, self.calendar))
        if post in posts:
            return None
        return tuple(term for each in posts for term in each.terms)


def _each_once(answers: Iterable[Answering]) -> tuple[Answering, ...]:
    """Who answers in two positions is one person: by the position that stands first."""
    by_person: dict[object, Answering] = {}
    for answering in answers:
        key = answering.person_id or ("vacant", answering.position_id)
        by_person.setdefault(key, answering)
    return tuple(by_person.values())


def _named(post: Post, term: Term, answer: Answer, counted_on: date | None) -> Answering:
    return Answering(
        post.position_id,
        post.title,
        term.person_id,
        term.name,
        taken_over=term.start if term in answer.newcomers else None,
        before=", ".join(each.name for each in answer.before) if term in answer.newcomers else "",
        counted_on=counted_on,
    )


def officials_on(
    session: Session, condition: ColumnElement[bool], today: date, calendar: WorkingCalendar
) -> Officials:
    """Who answers for the assignments that meet a condition, in one query.

    In two where plans have named others for any of them.
    """
    posts: dict[int, dict[int, Post]] = defaultdict(dict)
    for row in session.connection().execute(posts_query().where(condition)):
        assignment_id, position_id, title, *term = row
        known = posts[assignment_id].get(position_id) or Post(position_id, title)
        posts[assignment_id][position_id] = known.beside(term)
    return Officials(
        {key: tuple(fields.values()) for key, fields in posts.items()},
        today,
        calendar,
        posts_then(session, condition),
    )


def officials_of(
    session: Session, assignment_id: int, frame: ProgrammeRules, today: date
) -> Officials:
    """Who answers for one assignment."""
    ours = col(Assignment.id) == assignment_id
    return officials_on(session, ours, today, frame.calendar)


def who_answers(
    session: Session, checkpoint: LoadedCheckpoint, calendar: WorkingCalendar, today: date
) -> tuple[Answering, ...]:
    """Whose one checkpoint is, position by position: whom a form names before a decision."""
    ours = col(Assignment.id) == checkpoint.assignment.key
    officials = officials_on(session, ours, today, calendar)
    return officials.of(checkpoint.assignment.key, Occasion.of(due_facts(checkpoint.facts)))
