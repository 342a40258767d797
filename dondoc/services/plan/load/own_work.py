"""What a plan would change of the work that whoever loads it answers for, or did in its year.

Nobody changes the date, the target, the weight or the standing of what they answer for alone,
also not by a row of a workbook: another member of the secretariat loads these rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from dondoc.services.organisation.in_force import held_within
from dondoc.services.plan.load.changes import (
    ChangeKind,
    Conflict,
    FieldChange,
    PlanChange,
    PlanDifference,
    ThingKind,
)
from dondoc.services.plan.load.compare import Comparison
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.work.answering.former_posts import former_posts
from dondoc.services.work.answering.other_holders import OtherHolder
from dondoc.services.work.answering.tenures import tenures_of
from dondoc.services.working_days.own_work import own_work_in
from models.person import Holding, Person, Position
from models.rules.responsibility import Former, answered

_GUARDED: Mapping[ThingKind, tuple[str, ...]] = {
    ThingKind.PROGRAMME: ("rule_set",),
    ThingKind.INDICATOR: ("kind", "direction", "adds_up", "cut_off_days", "parent"),
    ThingKind.ASSIGNMENT: ("target", "target_product", "baseline", "weight", "deadline"),
    ThingKind.CHECKPOINT: ("opens_on", "due_on", "expected", "product"),
}
_ENDINGS = (ChangeKind.WITHDRAWN, ChangeKind.RESTORED)


def without_own(
    session: Session, comparison: Comparison, actor_id: int | None, today: date
) -> PlanDifference:
    """The difference with a conflict for each row by which the actor would decide for themselves.

    `actor_id`: None where nobody is named, as when a system is set up.
    """
    stored, difference = comparison.stored, comparison.difference
    if actor_id is None:
        return difference
    held = _positions(session, stored, actor_id, (today, today))
    # Whoever answered for work of the year and sits at another desk now decides no more on it.
    ever = held | _positions(session, stored, actor_id, (date(stored.year, 1, 1), today))
    headed = _headed(stored, ever)
    formers = former_posts(session, [thing.id for thing in stored.assignments.values()])
    own = {
        key
        for key, thing in stored.assignments.items()
        if ever & set(thing.row["officials"]) or key[1] in headed
    } | _formerly_own(session, stored, formers, actor_id, today)
    more = [conflict for entry in difference.entries for conflict in _conflicts(entry, own, held)]
    code = _code_of(session, stored, actor_id)
    if (ref := own_work_in(session, comparison.effects, actor_id, today)) is not None:
        days = (entry for entry in difference.entries if entry.what is ThingKind.CALENDAR_DAY)
        more += [_conflict(day, "plan_load.conflict.own_day", old=ref) for day in days]
    more += _own_results(comparison.passing, actor_id)
    more += _own_past(difference.entries, code, _answering(stored, formers), today)
    return replace(difference, conflicts=(*difference.conflicts, *more)) if more else difference


def _formerly_own(
    session: Session,
    stored: StoredPlan,
    formers: Iterable[Former],
    person_id: int,
    today: date,
) -> set[tuple[object, ...]]:
    """The assignments that they answered for in the year until a plan named others."""
    keys = {thing.id: key for key, thing in stored.assignments.items()}
    tenures, first = tenures_of(session, person_id), date(stored.year, 1, 1)
    return {
        keys[former.assignment_id]
        for former in formers
        if answered(former, person_id, tenures, first, today)
    }


def _headed(stored: StoredPlan, held: frozenset[str]) -> set[object]:
    """The codes of the units that these positions head: whose holder answers for their work."""
    rows = (stored.positions[code].row for code in held if code in stored.positions)
    return {row["unit"] for row in rows if row["heads_unit"]}


def _code_of(session: Session, stored: StoredPlan, person_id: int) -> str:
    """The code by which the plan speaks of somebody: theirs, or the one that it gives them."""
    code = session.get_one(Person, person_id).code
    return next((new for new, old in stored.recoded.items() if old == code), code)


def _answering(stored: StoredPlan, formers: Iterable[Former]) -> frozenset[str]:
    """The codes of positions that answer for work, did until a plan named others, or head it."""
    now = {code for row in stored.assignments.values() for code in row.row["officials"]}
    before = {former.position_id for former in formers}
    units = {key[1] for key in stored.assignments}
    return frozenset(now) | {
        code
        for code, post in stored.positions.items()
        if post.id in before or (post.row["heads_unit"] and post.row["unit"] in units)
    }


def _own_past(
    entries: Iterable[PlanChange], person: str, answering: frozenset[str], today: date
) -> Iterator[Conflict]:
    """Holdings of one's own that would begin or end on other days than they did.

    What somebody let pass would be another's or nobody's then, or what others did theirs
    (`staffing.holdings` refuses the same); an end from yesterday on takes nothing off anybody.
    """
    for entry in entries:
        if entry.what is not ThingKind.HOLDING:
            continue
        position, holder = entry.key[:2]
        if holder == person and position in answering and _moves_past(entry, today):
            yield _conflict(entry, "plan_load.conflict.own_past")


def _own_results(passing: Iterable[OtherHolder], actor_id: int) -> Iterator[Conflict]:
    """Results that whoever loads shares with somebody, or would, by the days of others."""
    for passed in passing:
        if actor_id in passed.people:
            holders = (passed.before or "–", passed.after or "–")
            instead = ("plan_load.instead.another_member",)
            key = "plan_load.conflict.own_result"
            yield Conflict(ThingKind.HOLDING, passed.ref_of_year, key, instead, "", *holders)


def _moves_past(entry: PlanChange, today: date) -> bool:
    new = entry.new or {"held_from": None, "held_to": None}
    if entry.old is None:
        return new["held_from"] is not None and new["held_from"] < today
    ends = (entry.old["held_to"], new["held_to"])
    earlier = min((end for end in ends if end is not None), default=today)
    return new["held_from"] != entry.old["held_from"] or (
        ends[0] != ends[1] and earlier < today - timedelta(days=1)
    )


def _positions(
    session: Session, stored: StoredPlan, person_id: int, span: tuple[date, date]
) -> frozenset[str]:
    """Those that somebody holds on some day of a span, by the codes that the plan gives them."""
    query = (
        select(Position.code)
        .join(Holding, col(Holding.position_id) == Position.id)
        .where(Holding.person_id == person_id, held_within(*span))
    )
    new_codes = {old: new for new, old in stored.recoded_positions.items()}
    return frozenset(new_codes.get(code, code) for code in session.exec(query))


def _conflicts(
    entry: PlanChange, own: set[tuple[object, ...]], held: frozenset[str]
) -> Iterator[Conflict]:
    guarded = _GUARDED.get(entry.what)
    if guarded is None or entry.old is None or not _is_own(entry, own):
        return
    if entry.change in _ENDINGS:
        yield _conflict(entry, "plan_load.conflict.own_standing")
        return
    for field in entry.fields:
        if field.name in guarded or _takes_away(field, held):
            yield _conflict(entry, "plan_load.conflict.own", field.name, field.old, field.new)


def _takes_away(change: FieldChange, held: frozenset[str]) -> bool:
    """Whether somebody would no longer answer for the work."""
    return change.name == "officials" and bool(held & (set(change.old) - set(change.new)))


def _is_own(entry: PlanChange, own: set[tuple[object, ...]]) -> bool:
    if entry.what is ThingKind.PROGRAMME:  # by its rule set all work of the year is judged
        return bool(own)
    if entry.what is ThingKind.INDICATOR:
        return any(key[0] == entry.key[0] for key in own)
    return entry.key[:2] in own


def _conflict(
    entry: PlanChange, key: str, name: str = "", old: object = None, new: object = None
) -> Conflict:
    instead = ("plan_load.instead.another_member",)
    return Conflict(entry.what, entry.ref, key, instead, name, old, new)
