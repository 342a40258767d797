"""When somebody took a position up or left it, put right after the day: it was mistyped.

Results are of whoever held the position on the day that counts, so first it is shown whose
become somebody else's, and whoever puts it right says why. What has not begun is moved or called
off in `planned`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.history.events import append, plain_day
from dondoc.services.organisation.administrators import somebody_left
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.programme.at_work import years_on
from dondoc.services.staffing.far_days import FIRST, LAST
from dondoc.services.staffing.history import hold_staff, keep_former
from dondoc.services.staffing.people import OFFICE
from dondoc.services.staffing.planned_hand_overs import stayers
from dondoc.services.staffing.positions import (
    none_of_ones_own,
    only_administrators_make_one,
    position_of,
)
from dondoc.services.work.answering.former_holders import DaysTaken
from dondoc.services.work.answering.other_holders import OtherHolder
from dondoc.services.work.answering.position_work import answers_for_work
from dondoc.services.work.answering.results_passing import results_passed_by, terms_of, with_days
from dondoc.services.working_days.days import Consent
from models.event import EventKind
from models.person import Holding, Person, Position
from models.rules.holding_dates import ClashError, Days, put_right
from models.rules.responsibility import Term
from models.rules.texts import bare

_DAY = timedelta(days=1)
_CLASHES = {
    "before": "staffing.error.clash_before",
    "after": "staffing.error.clash_after",
    "overlap": "staffing.error.clash_overlap",
}


@dataclass(frozen=True)
class DatesWanted:
    """The holding of a position that a person took up on `since`: its first and last day.

    `person` and `position` are codes; `last` None: they hold it on. `along`: see `put_right`.
    """

    person: str
    position: str
    since: date
    first: date
    last: date | None
    along: bool = True


@dataclass(frozen=True)
class OtherDays:
    """A holding whose days become others."""

    code: str
    name: str
    before: Days
    after: Days

    def plain(self) -> dict[str, Any]:
        """The other days as plain values, as history keeps them."""
        days = {"old": self.before, "new": self.after}
        details = {name: [plain_day(day.start), plain_day(day.end)] for name, day in days.items()}
        return {"person": self.code, **details}


@dataclass(frozen=True)
class PutRight:
    """What putting it right does. `passed`: results that become somebody else's."""

    post: Position
    changed: tuple[OtherDays, ...]
    passed: tuple[OtherHolder, ...]
    formers: Mapping[str, date | None]

    @property
    def fingerprint(self) -> str:
        """A short text that a form carries, so that nobody confirms what they did not see."""
        return hashlib.sha256(repr(self.plain()).encode()).hexdigest()[:32]

    def plain(self) -> dict[str, Any]:
        """What history keeps: the holding that was put right first, then those that move along."""
        own, *others = (days.plain() for days in self.changed)
        ended = [{"person": text, "until": plain_day(day)} for text, day in self.formers.items()]
        passed = [holder.plain() for holder in self.passed]
        return {**own, "others": others, "ended": ended, "passed": passed}


def dates_if_put_right(acting: SettingsChange, dates: DatesWanted) -> PutRight:
    """What putting days right would do; nothing is written.

    Raises Refused without the right, for days of one's own or that
    pass a result of one's own, for a holding that is not there or
    has not begun, and for days that somebody else's do not allow; BadInput for days out of order
    or of all bounds, or that are no others.
    """
    acting.mandated(*OFFICE)
    _in_order(dates)
    session = acting.session
    who, post = find_person(session, dates.person), position_of(session, dates.position)
    only_administrators_make_one(acting, post)
    holding = _holding(acting, who, post, dates.since)
    terms = terms_of(session, post.key)
    changed = _changed(session, terms, holding, dates)
    if not changed:
        raise BadInput("staffing.error.same_days")
    _not_ones_own(acting, post, changed)
    days = {other_days.after.key: other_days.after for other_days in changed}
    passed = results_passed_by(session, post.key, with_days(terms, days), acting.today)
    none_of_ones_own(acting, passed)
    formers = {stayer.code: stayer.former for stayer in stayers(session, post, who, holding)}
    return PutRight(post, changed, passed, formers if dates.along else {})


def put_dates_right(acting: SettingsChange, dates: DatesWanted, consent: Consent) -> None:
    """Somebody held a position from and until other days than was written.

    Raises like `dates_if_put_right`; Refused without a consent to just what it does, and where
    nobody would be left who can administer; BadInput for a consent without a reason.
    """
    hold_staff(acting.session)
    correction = dates_if_put_right(acting, dates)
    if consent.fingerprint != correction.fingerprint:
        raise Refused("staffing.error.unseen")
    if not bare(consent.reason):
        raise BadInput("staffing.error.reason")
    with somebody_left(acting.session, acting.today, _last_touched(correction)):
        for days in correction.changed:
            row = acting.session.get_one(Holding, days.after.key)
            taken = DaysTaken(correction.post, row.person_id, days.before, days.after)
            keep_former(acting, taken)
            row.held_from, row.held_to = days.after.start, days.after.end
            acting.session.add(row)
    _append(acting, correction, consent)


def _in_order(dates: DatesWanted) -> None:
    for day in (dates.first, dates.last):
        if day is not None and not FIRST <= day <= LAST:
            raise BadInput("staffing.error.day", day=f"{day:%d/%m/%Y}")
    if dates.last is not None and dates.last < dates.first:
        raise BadInput("staffing.error.before_start", day=f"{dates.first:%d/%m/%Y}")


def _holding(acting: SettingsChange, who: Person, post: Position, since: date) -> Holding:
    query = select(Holding).where(
        col(Holding.person_id) == who.key,
        col(Holding.position_id) == post.key,
        col(Holding.held_from) == since,
    )
    holding = acting.session.scalars(query).one_or_none()
    if holding is None:
        raise Refused("staffing.error.holds_not", person=who.full_name, position=post.title)
    if holding.held_from > acting.today:
        raise Refused("staffing.error.not_begun", day=f"{since:%d/%m/%Y}")
    return holding


def _changed(
    session: Session, terms: Mapping[int, Term], holding: Holding, dates: DatesWanted
) -> tuple[OtherDays, ...]:
    held = {key: Days(key, term.start, term.end) for key, term in terms.items()}
    days = Days(holding.key, dates.first, dates.last)
    try:
        changed = put_right(tuple(held.values()), days, along=dates.along)
    except ClashError as clash:
        raise Refused(
            _CLASHES[clash.reason],
            person=terms[clash.other.key].name,
            day=f"{clash.other.start:%d/%m/%Y}",
        ) from None
    people = {key: session.get_one(Person, term.person_id) for key, term in terms.items()}
    return tuple(
        OtherDays(people[spans.key].code, people[spans.key].full_name, held[spans.key], spans)
        for spans in changed
    )


def _not_ones_own(acting: SettingsChange, post: Position, changed: tuple[OtherDays, ...]) -> None:
    """Nobody takes what they let pass off themselves, or what others did upon themselves."""
    if acting.actor.code not in {days.code for days in changed}:
        return
    if answers_for_work(acting.session, post):
        raise Refused("staffing.error.own_dates")


def _last_touched(correction: PutRight) -> date:
    days = [spans.start for each in correction.changed for spans in (each.before, each.after)]
    ends = [spans.end for each in correction.changed for spans in (each.before, each.after)]
    return max([*days, *(day + _DAY for day in ends if day is not None)])


def _append(acting: SettingsChange, correction: PutRight, consent: Consent) -> None:
    meant = years_on(acting.session, acting.today).at_work
    row = {
        "kind": EventKind.CHANGED,
        "programme_id": meant.key if meant else None,
        "actor_id": acting.actor.key,
        "reason": bare(consent.reason),
        "data": {"what": "holding_dates", "ref": correction.post.code, **correction.plain()},
    }
    append(acting.session, acting.now, [row])
