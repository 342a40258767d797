"""Who holds a position from when to when: taking it up, handing it over, leaving it.

Work is assigned to positions, so whoever holds one on a day answers for it, and who left gets
nothing more (domain: somebody who handed over must not be reminded any longer). What is planned
and has not begun is moved or called off in `planned`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.administrators import somebody_left
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.in_force import not_over
from dondoc.services.staffing.far_days import (
    FarDayError,
    Meant,
    mistyped_first,
    near_or_meant,
    within_bounds,
)
from dondoc.services.staffing.history import hold_staff, keep_former, tell
from dondoc.services.staffing.people import OFFICE
from dondoc.services.work.answering.former_holders import DaysTaken
from dondoc.services.work.answering.other_holders import OtherHolder
from dondoc.services.work.answering.position_work import answers_for_work
from dondoc.services.work.answering.results_passing import results_passed_by, terms_of
from models.person import Holding, Person, Position, ProgrammeMandate
from models.rules.hand_over import end_before
from models.rules.holding_dates import Days
from models.rules.responsibility import Term
from models.rules.roles import Mandate

_MAX_NAMED = 5
"""So many results are named in a question; history names all."""


def _ends_for_another(
    acting: SettingsChange, holdings: list[Holding], since: date
) -> dict[int, date]:
    """When each holding ends for somebody who comes on that day. Raises Refused if it may not."""
    ends = {holding.key: end_before(since, holding.held_to) for holding in holdings}
    _refuse_later_holdings(acting, holdings, since)
    for holding in holdings:
        _may_end(acting, holding, ends[holding.key])
    return ends


def take_position(
    acting: SettingsChange,
    person: str,
    position: str,
    since: date,
    *,
    alone: bool,
    sure: Meant = False,
) -> None:
    """Somebody takes a position up. `alone`: whoever holds it until then leaves the day before.

    `sure`: the day is meant, though far, or past with results that become somebody else's.
    Raises FarDayError for such a day that is not said to be, Refused without the right, where they
    hold it on that day already, where somebody else's taking it up is planned for later, and where
    whoever acts takes it up themselves on a day that has passed; BadInput for what does not exist.
    Only an administrator makes one: else the secretariat could make itself one, and an
    administrator gets into every account. The last one is not replaced by somebody who cannot sign
    in.
    """
    acting.mandated(*OFFICE)
    within_bounds(since)
    hold_staff(acting.session)
    who, post = find_person(acting.session, person), position_of(acting.session, position)
    only_administrators_make_one(acting, post)
    not_others_past(acting, who, post, since)
    holdings = holdings_from(acting.session, post.key, since)
    ending_ones = holdings if alone else []
    with mistyped_first(acting, since, sure):
        if any(holding.person_id == who.key for holding in holdings):
            raise Refused("staffing.error.holds_already", person=who.full_name, position=post.title)
        ends = _ends_for_another(acting, ending_ones, since)
    terms = (*ending(acting, post, ends), Term(who.key, who.full_name, since))
    passed = passing_meant(acting, post, terms, since, sure)
    near_or_meant(acting, since, sure)
    with somebody_left(acting.session, acting.today, since):
        ended = [_end(acting, holding, ends[holding.key], post) for holding in ending_ones]
        acting.session.add(Holding(position_id=post.key, person_id=who.key, held_from=since))
    tell(
        acting, "holding", ref=post.code, old=None, new=who.code, since=since.isoformat(),
        ended=ended, passed=passed,
    )  # fmt: skip


def leave_position(
    acting: SettingsChange, person: str, position: str, last: date, *, sure: Meant = False
) -> None:
    """Somebody holds a position until a day, that day included.

    `sure`: see `take_position`. Raises FarDayError for a day that is not said to be meant,
    Refused without the right, where they do not hold it, and where nobody would be left who can
    administer; BadInput for a day before they took it up.
    """
    acting.mandated(*OFFICE)
    hold_staff(acting.session)
    who, post = find_person(acting.session, person), position_of(acting.session, position)
    for holding in holdings_from(acting.session, post.key, acting.today):
        if holding.person_id == who.key:
            _may_end(acting, holding, last)
            terms = ending(acting, post, {holding.key: last})
            passed = passing_meant(acting, post, terms, last, sure)
            near_or_meant(acting, last, sure)
            with somebody_left(acting.session, acting.today, last + timedelta(days=1)):
                _end(acting, holding, last, post, passed)
            return
    raise Refused("staffing.error.holds_not", person=who.full_name, position=post.title)


def passing_meant(
    acting: SettingsChange, post: Position, after: Iterable[Term], day: date, sure: Meant
) -> list[list[str]]:
    """The results that become somebody else's because a day has passed, as history keeps them.

    Raises FarDayError where there are any and the day is not said to be meant, or with others
    than were named; Refused where one of them is, or would be, of whoever acts.
    """
    passed = results_passed_by(acting.session, post.key, after, acting.today)
    none_of_ones_own(acting, passed)
    plain = [holder.plain() for holder in passed]
    mark = sha256(repr((post.code, day, plain)).encode()).hexdigest()[:16]
    if passed and sure is not True and sure != mark:
        rows = [
            f"{holder.ref} ({holder.before or '–'} → {holder.after or '–'})"
            for holder in passed[:_MAX_NAMED]
        ]
        what = ", ".join([*rows, *(["…"] if len(passed) > _MAX_NAMED else [])])
        error = FarDayError(
            "staffing.error.passes", day=f"{day:%d/%m/%Y}", n=len(passed), what=what
        )
        error.mark = mark
        raise error
    return plain


def ending(acting: SettingsChange, post: Position, ends: Mapping[int, date]) -> tuple[Term, ...]:
    """Everybody who holds, held or will hold a position, some of them until other days."""
    terms = terms_of(acting.session, post.key)
    return tuple(replace(term, end=ends.get(key, term.end)) for key, term in terms.items())


def _may_end(acting: SettingsChange, holding: Holding, last: date) -> None:
    _not_before(holding, last)
    not_ones_own_past(acting, holding, last)


def _end(
    acting: SettingsChange, holding: Holding, last: date, post: Position, passed: object = ()
) -> dict[str, Any]:
    """Ends a holding; says whose, and until when it was before."""
    before = holding.held_to
    days = Days(holding.key, holding.held_from, before)
    keep_former(acting, DaysTaken(post, holding.person_id, days, replace(days, end=last)))
    holding.held_to = last
    acting.session.add(holding)
    who = acting.session.get_one(Person, holding.person_id)
    details = {"until": last.isoformat(), **({"passed": passed} if passed else {})}
    tell(acting, "holding", ref=post.code, old=who.code, new=None, **details)
    return {"person": who.code, "until": before.isoformat() if before else None}


def not_ones_own_past(acting: SettingsChange, holding: Holding, last: date) -> None:
    """Nobody takes what they let pass off themselves by leaving earlier than they did."""
    if holding.person_id != acting.actor.key or last >= acting.today - timedelta(days=1):
        return
    if answers_for_work(acting.session, acting.session.get_one(Position, holding.position_id)):
        raise Refused("staffing.error.own_past", day=f"{last:%d/%m/%Y}")


def not_others_past(acting: SettingsChange, who: Person, post: Position, since: date) -> None:
    """Nobody takes upon themselves what others did, by taking a position up earlier than today."""
    if who.key != acting.actor.key or since >= acting.today:
        return
    if answers_for_work(acting.session, post):
        raise Refused("staffing.error.others_past", day=f"{since:%d/%m/%Y}")


def none_of_ones_own(acting: SettingsChange, passed: Iterable[OtherHolder]) -> None:
    """Nobody shares what they answer for with somebody else, or has it alone, by others' days."""
    for other_holder in passed:
        if acting.actor.key in other_holder.people:
            raise Refused("staffing.error.own_results", ref=other_holder.ref)


def _not_before(holding: Holding, last: date) -> None:
    if last < holding.held_from:
        raise BadInput("staffing.error.before_start", day=f"{holding.held_from:%d/%m/%Y}")


def _refuse_later_holdings(acting: SettingsChange, holdings: list[Holding], since: date) -> None:
    for holding in holdings:
        if holding.held_from >= since:
            who = acting.session.get_one(Person, holding.person_id)
            day = f"{holding.held_from:%d/%m/%Y}"
            raise Refused("staffing.error.planned", person=who.full_name, day=day)


def holdings_from(session: Session, position_id: int, day: date) -> list[Holding]:
    """Whoever holds a position on a day or later."""
    query = select(Holding).where(
        col(Holding.position_id) == position_id, not_over(Holding.held_to, day)
    )
    return list(session.scalars(query.order_by(col(Holding.id))))


def only_administrators_make_one(acting: SettingsChange, post: Position) -> None:
    """Raises Refused where a position administers and the actor does not."""
    query = select(col(ProgrammeMandate.id)).where(
        col(ProgrammeMandate.position_id) == post.key,
        col(ProgrammeMandate.mandate) == Mandate.ADMINISTRATOR,
    )
    if acting.session.scalars(query.limit(1)).first() is not None:
        acting.mandated(Mandate.ADMINISTRATOR)


def position_of(session: Session, code: str) -> Position:
    """The position with a code. Raises BadInput where there is none."""
    position = session.scalars(select(Position).where(col(Position.code) == code)).one_or_none()
    if position is None:
        raise BadInput("staffing.error.no_position", code=code)
    return position
