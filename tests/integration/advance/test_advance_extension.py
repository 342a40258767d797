"""Asking for more time: who asks, who decides, who hears of it, and what history keeps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import district
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.clock import StoppedClock, at
from dondoc.errors import Refused
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.audit import verify
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.event import Event, EventKind
from models.nudge import Nudge, NudgeKind
from models.rules.checkpoints import Act
from models.rules.roles import Audience
from models.rules.stages import Stage

DUE, LATER, MARCH = date(2022, 3, 31), date(2022, 4, 15), date(2022, 3, 21)


class Office:
    """One checkpoint of An's, to which things are done on the 21st of March."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        with writing(engine) as session:
            self.ref = district(session).checkpoint(DUE)

    def does(self, act: Act, by: str, **said: Any) -> None:
        with writing(self.engine) as session:
            Recorder(session, at(MARCH), self.folder).record(ActInput(act, self.ref, by, **said))

    def asks(self, by: str = "an", to: date = LATER, reason: str = "mưa lũ", **said: Any) -> None:
        self.does(Act.ASK_EXTENSION, by, new_due_on=to, reason=reason, **said)

    def advances(self) -> None:
        advance(self.engine, StoppedClock(at(MARCH)))

    @contextmanager
    def checkpoint(self) -> Iterator[Checkpoint]:
        with reading(self.engine) as session:
            yield session.exec(select(Checkpoint)).one()

    def nudges(self) -> list[tuple[NudgeKind, Audience]]:
        with reading(self.engine) as session:
            found = session.exec(select(Nudge).order_by(col(Nudge.id)))
            return [(one.kind, one.audience) for one in found]

    def events(self, *kinds: EventKind) -> list[Event]:
        with reading(self.engine) as session:
            query = select(Event).where(col(Event.kind).in_(kinds)).order_by(col(Event.id))
            return list(session.exec(query))


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return Office(engine, tmp_path)


def test_a_request_waits_for_the_secretariat_and_moves_nothing(office: Office) -> None:
    office.asks()
    office.advances()
    with office.checkpoint() as checkpoint:
        assert (checkpoint.stage, checkpoint.due_on) == (Stage.IN_PROGRESS, DUE)
        assert (checkpoint.extension_asked, checkpoint.due_revision) == (LATER, 0)
    assert office.nudges() == [(NudgeKind.EXTENSION_ASKED, Audience.SECRETARIAT)]
    (asked,) = office.events(EventKind.EXTENSION_ASKED)
    assert (asked.data["old_due_on"], asked.data["new_due_on"]) == ("2022-03-31", "2022-04-15")
    assert asked.reason == "mưa lũ"


def test_changing_the_due_date_grants_it_and_keeps_the_first_date(office: Office) -> None:
    office.asks()
    office.does(Act.CHANGE_DUE, "dung", new_due_on=date(2022, 4, 8), reason="đồng ý một phần")
    office.advances()
    with office.checkpoint() as checkpoint:
        assert (checkpoint.due_on, checkpoint.original_due_on) == (date(2022, 4, 8), DUE)
        assert (checkpoint.extension_asked, checkpoint.due_revision) == (None, 1)
    assert office.nudges() == [
        (NudgeKind.EXTENSION_ASKED, Audience.SECRETARIAT),
        (NudgeKind.EXTENSION_DECIDED, Audience.LEAD),
    ]
    (changed,) = office.events(EventKind.DUE_CHANGED)
    assert (changed.data["old_due_on"], changed.data["new_due_on"]) == ("2022-03-31", "2022-04-08")


def test_without_a_request_a_changed_date_is_narrative_as_such(office: Office) -> None:
    office.does(Act.CHANGE_DUE, "dung", new_due_on=LATER, reason="dời hội nghị")
    office.advances()
    assert office.nudges() == [(NudgeKind.DUE_CHANGED, Audience.LEAD)]


def test_a_refused_request_leaves_the_date_and_tells_the_official(office: Office) -> None:
    office.asks()
    office.advances()
    office.does(Act.REFUSE_EXTENSION, "dung", reason="đã gia hạn hai lần")
    office.advances()
    with office.checkpoint() as checkpoint:
        assert (checkpoint.due_on, checkpoint.extension_asked) == (DUE, None)
    assert office.nudges()[-1] == (NudgeKind.EXTENSION_DECIDED, Audience.LEAD)
    (refused,) = office.events(EventKind.EXTENSION_REFUSED)
    assert (refused.data["new_due_on"], refused.reason) == ("2022-04-15", "đã gia hạn hai lần")


def test_after_a_refusal_it_may_be_asked_for_again(office: Office) -> None:
    office.asks()
    office.does(Act.REFUSE_EXTENSION, "dung", reason="chưa đủ căn cứ")
    office.asks(reason="bổ sung căn cứ")
    office.advances()
    with office.checkpoint() as checkpoint:
        assert checkpoint.extension_asked == LATER


@pytest.mark.parametrize(
    ("act", "by", "said"),
    [
        (Act.REPORT, "an", {"value": Decimal(3)}),
        (Act.WITHDRAW, "dung", {"reason": "không còn nhiệm vụ"}),
    ],
)
def test_what_ends_the_waiting_ends_the_request(
    office: Office, act: Act, by: str, said: dict[str, Any]
) -> None:
    office.asks()
    office.does(act, by, **said)
    office.advances()
    with office.checkpoint() as checkpoint:
        assert checkpoint.extension_asked is None


@pytest.mark.parametrize(
    ("by", "said", "why"),
    [
        ("ha", {}, "not_your_role"),
        ("chi", {}, "name_official"),
        ("an", {"reason": " "}, "needs_reason"),
        ("an", {"to": DUE}, "extension_not_later"),
        ("an", {"to": date(2022, 3, 1)}, "extension_not_later"),
        ("an", {"to": None}, "needs_new_due"),
    ],
)
def test_it_says_why_a_request_is_not_taken(
    office: Office, by: str, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        office.asks(by, **said)


def test_a_date_that_is_over_cannot_be_asked_for(office: Office) -> None:
    """Late already: the date asked for must lie ahead of today as well."""
    with writing(office.engine) as session, pytest.raises(Refused, match="new_due_passed"):
        given = ActInput(
            Act.ASK_EXTENSION, office.ref, "an", new_due_on=LATER, reason="chậm số liệu"
        )
        Recorder(session, at(date(2022, 5, 20)), office.folder).record(given)


def test_a_second_request_waits_for_the_answer_to_the_first(office: Office) -> None:
    office.asks()
    with pytest.raises(Refused, match="extension_pending"):
        office.asks("chi", to=date(2022, 4, 29), on_behalf_of="an")


def test_only_what_was_asked_for_can_be_refused(office: Office) -> None:
    with pytest.raises(Refused, match="no_extension_asked") as refused:
        office.does(Act.REFUSE_EXTENSION, "dung", reason="không")
    assert Act.REFUSE_EXTENSION.value not in refused.value.instead
    with pytest.raises(Refused, match="not_your_role"):
        office.does(Act.REFUSE_EXTENSION, "an", reason="không")


def test_the_audit_takes_a_request_for_what_it_is(office: Office) -> None:
    """Asked for, refused and granted dates stand in history; only the granted one counts."""
    office.asks(to=date(2022, 6, 30))
    office.does(Act.REFUSE_EXTENSION, "dung", reason="quá dài")
    office.asks(to=date(2022, 5, 5))
    office.does(Act.CHANGE_DUE, "dung", new_due_on=date(2022, 4, 20), reason="đồng ý một phần")
    office.asks(to=date(2022, 5, 27))
    office.advances()
    with reading(office.engine) as session:
        assert verify(session).findings == ()
    with office.checkpoint() as checkpoint:
        assert checkpoint.due_on == date(2022, 4, 20)


class LateOffice(Office):
    """The report came on the 5th of April, five days after a request that nobody had answered."""

    def on(self, day: date, act: Act, by: str, **said: Any) -> None:
        with writing(self.engine) as session:
            Recorder(session, at(day), self.folder).record(ActInput(act, self.ref, by, **said))
        advance(self.engine, StoppedClock(at(day)))


@pytest.fixture
def late(engine: Engine, tmp_path: Path) -> LateOffice:
    office = LateOffice(engine, tmp_path)
    office.asks()
    office.on(date(2022, 4, 5), Act.REPORT, "an", value=Decimal(7))
    return office


def test_a_request_that_was_not_answered_stays_open_after_the_late_report(late: LateOffice) -> None:
    with late.checkpoint() as checkpoint:
        assert (checkpoint.stage, checkpoint.extension_asked) == (Stage.REPORTED, LATER)
    with pytest.raises(Refused):
        late.on(date(2022, 4, 20), Act.VERIFY, "dung")
    late.on(date(2022, 4, 20), Act.CHANGE_DUE, "dung", new_due_on=LATER, reason="đồng ý")
    with late.checkpoint() as checkpoint:
        assert (checkpoint.due_on, checkpoint.original_due_on) == (LATER, DUE)
        assert (checkpoint.stage, checkpoint.extension_asked) == (Stage.REPORTED, None)
    assert late.nudges()[-1] == (NudgeKind.EXTENSION_DECIDED, Audience.LEAD)
    late.on(date(2022, 4, 20), Act.VERIFY, "dung")
    with reading(late.engine) as session:
        assert verify(session).findings == ()
