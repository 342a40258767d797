"""Hand-overs that are planned and have not begun: moved to another day, or called off.

Whoever hands over stays on accordingly: a mistyped year must not end a holding for good.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.history.events import day_of, plain_day
from dondoc.services.organisation.administrators import somebody_left
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.staffing.far_days import (
    Meant,
    mistyped_first,
    near_or_meant,
    within_bounds,
)
from dondoc.services.staffing.history import hold_staff, keep_former, tell
from dondoc.services.staffing.people import OFFICE
from dondoc.services.staffing.positions import (
    holdings_from,
    not_ones_own_past,
    not_others_past,
    only_administrators_make_one,
    passing_meant,
    position_of,
)
from dondoc.services.work.answering.former_holders import DaysTaken
from dondoc.services.work.answering.results_passing import terms_of
from models.event import Event, EventKind
from models.person import Holding, Person, Position
from models.rules.hand_over import end_before, end_once_called_off
from models.rules.holding_dates import Days
from models.rules.responsibility import Term

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stayer:
    """Whoever hands over, and until when they would have held the position otherwise."""

    code: str
    holding: Holding
    former: date | None


@dataclass(frozen=True)
class PlannedHandOver:
    """A holding that has not begun, and those whose end it made."""

    post: Position
    who: Person
    holding: Holding
    ended: tuple[Stayer, ...]


def move_hand_over(
    acting: SettingsChange, person: str, position: str, since: date, *, sure: Meant = False
) -> None:
    """Somebody takes a position up on another day than planned; whoever is there stays until then.

    Raises Refused where nothing is planned for them, where it would not end before it begins, and
    without the right; otherwise like `take_position`.
    """
    acting.mandated(*OFFICE)
    within_bounds(since)
    hand_over = _find_hand_over(acting, person, position)
    with mistyped_first(acting, since, sure):
        _fits(hand_over, since)
    not_others_past(acting, hand_over.who, hand_over.post, since)
    old = hand_over.holding.held_from
    for each_stayer in hand_over.ended:
        not_ones_own_past(acting, each_stayer.holding, end_before(since, each_stayer.former))
    passed = passing_meant(acting, hand_over.post, _moved(acting, hand_over, since), since, sure)
    near_or_meant(acting, since, sure)
    with somebody_left(acting.session, acting.today, min(since, old)):
        ended = [
            _until(acting, stayer, end_before(since, stayer.former)) for stayer in hand_over.ended
        ]
        hand_over.holding.held_from = since
        acting.session.add(hand_over.holding)
    tell(
        acting, "hand_over_moved", ref=hand_over.post.code, person=hand_over.who.code,
        old=old.isoformat(), new=since.isoformat(), ended=ended,
        passed=passed,
    )  # fmt: skip


def _moved(acting: SettingsChange, hand_over: PlannedHandOver, since: date) -> tuple[Term, ...]:
    """Everybody who holds the position, once the hand-over is on another day."""
    terms = terms_of(acting.session, hand_over.post.key)
    newcomer = terms.pop(hand_over.holding.key)
    ends = {stayer.holding.key: end_before(since, stayer.former) for stayer in hand_over.ended}
    stay = (replace(term, end=ends.get(key, term.end)) for key, term in terms.items())
    return (*stay, replace(newcomer, start=since))


def call_off(acting: SettingsChange, person: str, position: str) -> None:
    """Somebody does not take a position up after all; whoever is there stays on.

    Raises Refused where nothing is planned for them, where nobody would be left who can
    administer, and without the right.
    """
    acting.mandated(*OFFICE)
    hand_over = _find_hand_over(acting, person, position)
    since = hand_over.holding.held_from
    with somebody_left(acting.session, acting.today, since):
        ended = [
            _until(
                acting,
                stayer,
                end_once_called_off(stayer.former, _until_the_next(acting, hand_over)),
            )
            for stayer in hand_over.ended
        ]
        acting.session.delete(hand_over.holding)
    tell(
        acting, "hand_over_called_off", ref=hand_over.post.code, person=hand_over.who.code,
        old=since.isoformat(), new=None, ended=ended,
    )  # fmt: skip


def _until_the_next(acting: SettingsChange, hand_over: PlannedHandOver) -> date | None:
    """The last day of whoever does not come, where somebody else follows on the next day."""
    last = hand_over.holding.held_to
    if last is None:
        return None
    following = holdings_from(acting.session, hand_over.post.key, last + _DAY)
    return last if any(holding.held_from == last + _DAY for holding in following) else None


def _find_hand_over(acting: SettingsChange, person: str, position: str) -> PlannedHandOver:
    hold_staff(acting.session)
    session = acting.session
    who, post = find_person(session, person), position_of(session, position)
    only_administrators_make_one(acting, post)
    query = select(Holding).where(
        col(Holding.position_id) == post.key,
        col(Holding.person_id) == who.key,
        col(Holding.held_from) > acting.today,
    )
    holding = session.scalars(query.order_by(col(Holding.held_from))).first()
    if holding is None:
        raise Refused("staffing.error.none_planned", person=who.full_name, position=post.title)
    return PlannedHandOver(post, who, holding, tuple(stayers(session, post, who, holding)))


def stayers(session: Session, post: Position, who: Person, holding: Holding) -> Iterator[Stayer]:
    """Those who leave on the day before, and until when they would have stayed.

    History says so; where it does not (a plan made the hand-over), they would have stayed on.
    """
    days = _ended_by_plan(session, post, who, holding.held_from)
    query = select(Holding, col(Person.code)).join(Person, col(Person.id) == Holding.person_id)
    ours = query.where(
        col(Holding.position_id) == post.key, col(Holding.held_to) == holding.held_from - _DAY
    )
    for row, code in session.execute(ours.order_by(col(Holding.id))).tuples():
        if days is None or code in days:
            yield Stayer(code, row, days[code] if days else None)


def _ended_by_plan(
    session: Session, post: Position, who: Person, since: date
) -> dict[str, date | None] | None:
    """What was said when the hand-over was planned, or last moved, by the code of who leaves."""
    query = select(col(Event.data)).where(col(Event.kind) == EventKind.CHANGED)
    days: dict[str, date | None] | None = None
    for data in session.scalars(query.order_by(col(Event.id))):
        if data.get("ref") != post.code or "ended" not in data:
            continue
        taken = data.get("what") == "holding" and data.get("new") == who.code
        moved = data.get("what") == "hand_over_moved" and data.get("person") == who.code
        day = data.get("since") if taken else data.get("new")
        if data.get("what") == "holding_dates" and data.get("person") == who.code:
            moved, day = True, data["new"][0]
        if (taken or moved) and day == since.isoformat():
            days = {row["person"]: day_of(row["until"]) for row in data["ended"]}
        elif days and data.get("what") == "hand_over_called_off":
            _stays_instead(days, data)
    return days


def _stays_instead(ends: dict[str, date | None], called_off: dict[str, Any]) -> None:
    """Whoever stays on for somebody who does not come leaves in their stead for the next."""
    if called_off["person"] in ends:
        end = ends.pop(called_off["person"])
        for row in called_off["ended"]:
            ends[row["person"]] = end_once_called_off(day_of(row["until"]), end)


def _fits(hand_over: PlannedHandOver, since: date) -> None:
    """The new day lies within their own time, and after each predecessor's beginning."""
    last = hand_over.holding.held_to
    if last is not None and since > last:
        raise Refused("staffing.error.after_end", day=f"{last:%d/%m/%Y}")
    for stayer in hand_over.ended:
        start = stayer.holding.held_from
        if since <= start:
            raise Refused("staffing.error.before_start", day=f"{start:%d/%m/%Y}")


def _until(acting: SettingsChange, stayer: Stayer, last: date | None) -> dict[str, Any]:
    """Sets their last day; says whose, what it would be without the hand-over, and what it is."""
    holding = stayer.holding
    days = Days(holding.key, holding.held_from, holding.held_to)
    post = acting.session.get_one(Position, holding.position_id)
    keep_former(acting, DaysTaken(post, holding.person_id, days, replace(days, end=last)))
    holding.held_to = last
    acting.session.add(stayer.holding)
    return {"person": stayer.code, "until": plain_day(stayer.former), "now": plain_day(last)}
