"""Between a reason to remind and its letter the facts move on: what they overtook is not sent.

Each kind of reason of the register with each thing that can be done to the item meanwhile, before
and after a drain.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from mail_sink import Sink, running_sink
from remind_world import World
from sending import send
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.committee import Committee
from models.message import MessageLine
from models.nudge import Nudge, NudgeKind
from models.person import Contact
from models.rules.checkpoints import Act
from models.rules.roles import Audience

DUE = date(2022, 3, 31)
AFTER_CUT_OFF = date(2022, 6, 1)
"""A Wednesday on which silence may be recorded."""
LATER = date(2022, 9, 21)
"""Another one, on which it may be recorded whatever new date was given."""

Do = Callable[[World, date], object]
VALUE = Decimal(10)


def act(kind: Act, by: str, **said: Any) -> Do:
    return lambda world, day: world.act(kind, by, day, **said)


report = act(Act.REPORT, "an", value=VALUE)
take_on = act(Act.ACKNOWLEDGE, "an")
send_back = act(Act.RETURN, "dung", reason="Thiếu biên bản", new_due_on=date(2022, 6, 15))
found_wanting = act(Act.RETURN, "dung", reason="Thiếu biên bản")
verify = act(Act.VERIFY, "dung")
withdraw = act(Act.WITHDRAW, "dung", reason="Không còn cần")
move_due = act(Act.CHANGE_DUE, "dung", reason="Mưa lũ", new_due_on=date(2022, 6, 20))
move_again = act(Act.CHANGE_DUE, "dung", reason="Mưa lũ", new_due_on=date(2022, 6, 24))
ask = act(Act.ASK_EXTENSION, "an", reason="Chờ", new_due_on=date(2022, 6, 20))
ask_cause = act(Act.ASK_CAUSE, "an", reason="Mưa lũ", about="lateness", since=date(2022, 3, 1))
confirm_cause = act(Act.CONFIRM_CAUSE, "dung", about="lateness")
withdraw_cause = act(Act.WITHDRAW_CAUSE, "an", about="lateness")
refuse = act(Act.REFUSE_EXTENSION, "dung", reason="Không")
go_on = act(Act.UPDATE, "an", narrative="Đang làm")
silence = act(Act.NOT_REPORTED, "dung", confirmed=True, reason="Không báo cáo")


def all_of(*steps: Do) -> Do:
    def done(world: World, day: date) -> None:
        for step in steps:
            step(world, day)

    return done


def drained(*steps: Do) -> Do:
    """Each with a drain behind it."""
    return all_of(*(one for step in steps for one in (step, World.advance)))


def nudge(kind: NudgeKind, audience: Audience = Audience.LEAD, **more: Any) -> Do:
    """A reason that no act of this world gives by itself."""

    def written(world: World, day: date) -> None:
        with writing(world.engine) as session:
            key = session.scalars(select(Checkpoint)).one().key
            session.add(
                Nudge(checkpoint_id=key, kind=kind, audience=audience, decided_on=day,
                      decided_at=at(day), **more)
            )  # fmt: skip

    return written


def found_committee(world: World, day: date) -> None:
    world.change(Committee, dissolved_on=None)


def no_committee(world: World, day: date) -> None:
    world.change(Committee, dissolved_on=date(2022, 1, 1))
    nudge(NudgeKind.NO_COMMITTEE, Audience.SECRETARIAT, cause="unit:1")(world, day)


def reach_again(world: World, day: date) -> None:
    with writing(world.engine) as session:
        for one in session.scalars(select(Contact)):
            one.disabled_at = None


RETURNED = drained(report, send_back)
PLAIN: dict[NudgeKind, Do] = {
    NudgeKind.DEADLINE: nudge(NudgeKind.DEADLINE, cause="due:0", step="0"),
    NudgeKind.ASSIGNED: nudge(NudgeKind.ASSIGNED, cause="assigned"),
    NudgeKind.NOT_ACKNOWLEDGED: nudge(NudgeKind.NOT_ACKNOWLEDGED),
    NudgeKind.OPENED: nudge(NudgeKind.OPENED),
    NudgeKind.RETURNED: RETURNED,
    NudgeKind.DUE_CHANGED: drained(move_due),
    NudgeKind.EXTENSION_ASKED: drained(ask),
    NudgeKind.EXTENSION_DECIDED: drained(ask, move_due),
    NudgeKind.BY_HAND: nudge(NudgeKind.BY_HAND, cause="by_hand:1:2022-03-22"),
}
"""What is told to who must still report, or about it."""

STANDS = ""
Case = tuple[NudgeKind, Do, Do, str]
ALIKE: list[Case] = [
    *(
        (kind, begin, report, "moot.reported")
        for kind, begin in PLAIN.items()
        if kind is not NudgeKind.EXTENSION_ASKED
    ),
    # Asked before a late report: it is still to be decided.
    (NudgeKind.EXTENSION_ASKED, PLAIN[NudgeKind.EXTENSION_ASKED], report, STANDS),
    *((kind, begin, withdraw, "moot.withdrawn") for kind, begin in PLAIN.items()),
    *(
        (kind, begin, silence, "moot.missing")
        for kind, begin in PLAIN.items()
        if kind is not NudgeKind.EXTENSION_ASKED  # what is asked for is decided first
    ),
]
"""The same happens to all of them."""
CASES: list[Case] = [
    *ALIKE,
    (NudgeKind.DEADLINE, PLAIN[NudgeKind.DEADLINE], move_again, "moot.due_changed"),
    (NudgeKind.ASSIGNED, PLAIN[NudgeKind.ASSIGNED], take_on, "moot.acknowledged"),
    (NudgeKind.NOT_ACKNOWLEDGED, PLAIN[NudgeKind.NOT_ACKNOWLEDGED], ask, "moot.acknowledged"),
    (NudgeKind.OPENED, PLAIN[NudgeKind.OPENED], move_due, STANDS),
    (NudgeKind.RETURNED, RETURNED, move_again, STANDS),
    (NudgeKind.RETURNED, RETURNED, all_of(report, send_back), "moot.superseded"),
    (NudgeKind.RETURNED, RETURNED, all_of(report, verify), "moot.settled"),
    (NudgeKind.RETURNED, drained(silence, report, found_wanting), go_on, STANDS),
    (NudgeKind.DUE_CHANGED, drained(move_due), move_again, "moot.superseded"),
    (NudgeKind.DUE_CHANGED, drained(move_due), go_on, STANDS),
    (NudgeKind.DUE_CHANGED, nudge(NudgeKind.DUE_CHANGED, cause="plan:0"), move_due,
     "moot.due_changed"),
    (NudgeKind.DUE_CHANGED, nudge(NudgeKind.DUE_CHANGED, cause="plan:0"), take_on, STANDS),
    (NudgeKind.EXTENSION_ASKED, drained(ask), refuse, "moot.decided"),
    (NudgeKind.EXTENSION_ASKED, drained(ask), move_due, "moot.decided"),
    (NudgeKind.EXTENSION_ASKED, drained(ask), all_of(refuse, ask), "moot.superseded"),
    (NudgeKind.EXTENSION_DECIDED, drained(ask, move_due), move_again, "moot.superseded"),
    (NudgeKind.EXTENSION_DECIDED, drained(ask, refuse), move_again, "moot.superseded"),
    (NudgeKind.EXTENSION_DECIDED, drained(ask, refuse), go_on, STANDS),
    (NudgeKind.EXTENSION_DECIDED, drained(ask, report, refuse), go_on, STANDS),
    (NudgeKind.CAUSE_ASKED, drained(ask_cause), report, STANDS),
    (NudgeKind.CAUSE_ASKED, drained(ask_cause), silence, STANDS),
    (NudgeKind.CAUSE_ASKED, drained(ask_cause), withdraw, "moot.withdrawn"),
    (NudgeKind.CAUSE_ASKED, drained(ask_cause), confirm_cause, "moot.decided"),
    (NudgeKind.CAUSE_ASKED, drained(ask_cause), withdraw_cause, "moot.decided"),
    (NudgeKind.CAUSE_DECIDED, drained(ask_cause, confirm_cause), report, STANDS),
    (NudgeKind.CAUSE_DECIDED, drained(ask_cause, confirm_cause), withdraw, "moot.withdrawn"),
    (NudgeKind.VERIFICATION_WAITING, drained(
        report, nudge(NudgeKind.VERIFICATION_WAITING, Audience.SECRETARIAT, cause="report:1")),
     verify, "moot.verified"),
    (NudgeKind.VERIFICATION_WAITING, drained(
        report, nudge(NudgeKind.VERIFICATION_WAITING, Audience.SECRETARIAT, cause="report:1")),
     send_back, "moot.verified"),
    (NudgeKind.WITHDRAWN, drained(withdraw), all_of(), STANDS),
    (NudgeKind.REFUSED, nudge(NudgeKind.REFUSED, cause="submission:1"), report, STANDS),
    (NudgeKind.NO_COMMITTEE, no_committee, found_committee, "moot.founded"),
    (NudgeKind.UNREACHABLE, nudge(NudgeKind.UNREACHABLE, Audience.SECRETARIAT, cause="person:1"),
     reach_again, "moot.reachable"),
    (NudgeKind.UNREACHABLE, nudge(NudgeKind.UNREACHABLE, Audience.SECRETARIAT, cause="refused:1"),
     reach_again, STANDS),
]  # fmt: skip


def tried() -> Iterator[Any]:
    """Each before and after a drain.

    `make test` tries a fourth of those that are alike, so that each event and almost each kind is
    there, and of all others what is not drained; `make slow` tries the rest.
    """
    for drains, name in ((False, "pending"), (True, "drained")):
        for number, case in enumerate(CASES):
            quick = number % 4 == 0 if case in ALIKE else not drains
            marks = () if quick else pytest.mark.slow
            yield pytest.param(drains, case, id=f"{number}-{case[0]}-{name}", marks=marks)


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with running_sink() as running:
        yield running


def test_every_kind_of_reason_is_tried() -> None:
    assert {case[0] for case in CASES} == set(NudgeKind)


@pytest.mark.parametrize(("drains", "case"), list(tried()))
def test_what_the_facts_overtook_is_not_sent(
    engine: Engine, tmp_path: Path, sink: Sink, drains: bool, case: Case
) -> None:
    kind, begin, event, why = case
    world = World.begin(engine, tmp_path, DUE)
    day, later = AFTER_CUT_OFF, LATER if event is silence else AFTER_CUT_OFF
    first_address_gone(world, kind)
    begin(world, day)
    world.gather(day)
    newest = told_of(world, kind)
    assert newest, "it is in a letter"
    event(world, later)
    if drains:
        world.advance(later)
    send(world, sink, at(later, 9))
    assert dropped(world, newest) == why


def first_address_gone(world: World, kind: NudgeKind) -> None:
    """Who is out of reach, where the reason is that."""
    if kind is NudgeKind.UNREACHABLE:
        with writing(world.engine) as session:
            for one in session.scalars(select(Contact).where(col(Contact.person_id) == 1)):
                one.disabled_at = at(DUE)


def told_of(world: World, kind: NudgeKind) -> int:
    """The line of a letter about the newest reason of this kind."""
    query = select(MessageLine.id).join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
    with reading(world.engine) as session:
        found = session.scalars(query.where(col(Nudge.kind) == kind))
        return max((one or 0 for one in found), default=0)


def dropped(world: World, line: int) -> str:
    with reading(world.engine) as session:
        return session.get_one(MessageLine, line).dropped
