"""The Standing Committee's page, metrics, API lists and webhook calls on both databases."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from factory import START, District, district
from programmes import current_programme
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import StoppedClock, at, wall_clock
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overview.page import overview
from dondoc.services.figures.status import status
from dondoc.services.history.events import append
from dondoc.services.integrations.api_lists import (
    DueRange,
    ListPage,
    assignments,
    checkpoints,
    units,
)
from dondoc.services.integrations.webhooks.calls import claim, queue
from dondoc.services.operations.metrics import gauges
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.store.database import open_engine, reading, writing
from models.account import Account
from models.event import EventKind
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.due_parts import DuePart
from models.webhook import Webhook

DAY = START + timedelta(days=150)


def _filled(engine: Engine, evidence: Path) -> None:
    """Three checkpoints, overdue: one reported and accepted, one reported, one not."""
    with writing(engine) as session:
        made = district(session)
        refs = [made.checkpoint(START + timedelta(days=80 + n)) for n in range(3)]
    advance(engine, StoppedClock(at(START + timedelta(days=10))))
    moment = at(START + timedelta(days=86))
    with writing(engine) as session:
        desk = Recorder(session, moment, evidence)
        for ref in refs[:2]:
            desk.record(ActInput(Act.REPORT, ref, "an", value=Decimal("2.5")))
        desk.record(ActInput(Act.VERIFY, refs[0], "dung"))
    advance(engine, StoppedClock(moment))
    with writing(engine) as session:  # recorded, and waiting to be drained
        Recorder(session, at(DAY), evidence).record(
            ActInput(Act.REPORT, refs[2], "an", value=Decimal(3))
        )


def _viewer(session: Session) -> Viewer:
    person = session.exec(select(Person).where(Person.code == "giang")).one()
    return open_viewer(session, person, current_programme(session), DAY)


def test_all_count_alike_whatever_the_database(engine: Engine, tmp_path: Path) -> None:
    _filled(engine, tmp_path)
    with reading(engine) as session:
        programme, viewer = current_programme(session), _viewer(session)
        told = status(session, programme, at(DAY))
        seen = overview(session, viewer, programme, at(DAY))
        watched = gauges(session, at(DAY))
        scope = open_scope(session, programme, viewer)
        late, in_all = checkpoints(scope, None, DuePart.WAITING, DueRange(), ListPage(1, 50))
        rows, total = assignments(scope, None, "", DuePart.DONE, ListPage(1, 50))
        assert [unit.code for unit in units(session, viewer)] == ["LT"]
    assert seen is not None
    assert seen.counts == told.checkpoints == watched.counts[2022]
    assert (seen.counts.total, seen.counts.done, seen.reported_late) == (3, 1, 1 + 1)
    assert (seen.moves.reported, seen.moves.accepted) == (1, 0)  # in the second quarter
    assert watched.pending == 1 and watched.oldest_pending == at(DAY)
    assert (in_all, len(late), total, len(rows)) == (2, 2, 1, 1)


def _hooked(engine: Engine) -> None:
    with writing(engine) as session:
        made: District = district(session)
        person = made.people["dung"]
        session.add(Account(person_id=person.key, made_at=wall_clock()))
        session.add(
            Webhook(
                person_id=person.key, name="x", url="https://x.vn/", secret="s",
                made_at=wall_clock(),
            )
        )  # fmt: skip


def _append(session: Session, reason: str) -> None:
    append(session, at(START), [{"kind": EventKind.MOVED, "reason": reason}])


def _queue(engine: Engine) -> int | None:
    with writing(engine) as session:
        return queue(session, list(session.exec(select(Webhook)).all()))


def test_each_event_becomes_one_call_and_each_call_one_claim(engine: Engine) -> None:
    _hooked(engine)
    with writing(engine) as session:
        _append(session, "first")
        _append(session, "second")
    assert _queue(engine) == 2
    assert _queue(engine) == 0
    with writing(engine) as session:
        assert len(claim(session, wall_clock(), timedelta(minutes=1), 20, ())) == 2
    with writing(engine) as session:
        assert claim(session, wall_clock(), timedelta(minutes=1), 20, ()) == []


def test_an_event_that_is_committed_late_is_narrative_all_the_same(fresh_postgres_url: str) -> None:
    engine = open_engine(fresh_postgres_url)
    _hooked(engine)
    with writing(engine) as slow:
        _append(slow, "has the smaller number")
        with writing(engine) as quick:
            _append(quick, "is committed first")
        assert _queue(engine) is None  # somebody is still appending
    assert _queue(engine) == 2
    engine.dispose()
