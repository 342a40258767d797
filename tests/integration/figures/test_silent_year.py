"""A year in which nobody reports: who hears of it, how firmly, and never twice a day."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.examples import SAMPLE_PLAN
from dondoc.services.plan.check.check import check
from dondoc.services.plan.load.load import load
from dondoc.services.reminders.letters.unit_summary import MAX_LISTED
from dondoc.services.sample.replay import ReplayDays, play
from dondoc.services.workbook.plan import PlanDraft
from dondoc.settings import Settings
from dondoc.store.database import open_engine, reading, writing
from dondoc.store.migrate import upgrade
from dondoc.workplace import Workplace, make_sample
from models.assignment import Assignment, Checkpoint
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.rules.ladder import Firmness
from models.rules.roles import Audience

pytestmark = pytest.mark.slow

YEAR = ReplayDays(date(2022, 1, 1), date(2022, 12, 31))
OFFICIAL, ITEM, CHECKPOINT = "CB-YL1", "GPMB01@YL", "B1"
UNITS = {"YL", "VT", "BTC", "SXD"}
"""Of each kind one, and two districts: all forty-four tell nothing more and take far longer."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    home = tmp_path_factory.mktemp("silent")
    settings = Settings(home=home)
    engine = open_engine(settings.database("sample"))
    upgrade(engine)
    workplace = make_sample(Workplace(settings, engine, True, timedelta()), YEAR.first)
    with writing(engine) as session:
        load(session, plan_of(UNITS), complete=False, actor_id=None, now=at(YEAR.first, 0),
             plan_sha256=None)  # fmt: skip
    for _ in play(workplace, [], YEAR):
        pass
    return engine


def plan_of(units: set[str]) -> PlanDraft:
    """The example plan with the work of these units only."""
    draft = check(Path(SAMPLE_PLAN)).draft
    assert draft is not None
    kept = tuple(assignment for assignment in draft.assignments if assignment.unit_code in units)
    return replace(draft, assignments=kept)


def letters_of(engine: Engine, code: str) -> list[Message]:
    with reading(engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        query = query.where(col(Person.code) == code, col(Message.state) == MessageState.SENT)
        return list(session.scalars(query.order_by(col(Message.run_on), col(Message.id))))


def test_it_writes_to_nobody_twice_a_day(year: Engine) -> None:
    with reading(year) as session:
        rows = session.execute(select(col(Message.person_id), col(Message.run_on))).all()
    most = Counter((row[0], row[1]) for row in rows).most_common(1)
    assert len(rows) > 1000
    assert most[0][1] == 1


def test_it_goes_up_step_by_step_and_never_back(year: Engine) -> None:
    query = (
        select(Nudge)
        .join(Checkpoint, col(Checkpoint.id) == col(Nudge.checkpoint_id))
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(col(Assignment.ref) == ITEM, col(Checkpoint.label) == CHECKPOINT)
        .where(col(Nudge.kind) == NudgeKind.DEADLINE)
    )
    with reading(year) as session:
        nudges = list(session.scalars(query.order_by(col(Nudge.decided_on), col(Nudge.id))))
    by_audience: dict[Audience, list[Nudge]] = defaultdict(list)
    for one in nudges:
        by_audience[one.audience].append(one)
    order = list(Firmness)
    for heard in by_audience.values():
        steps = [int(one.step) for one in heard]
        assert steps == sorted(set(steps))
        firmness = [order.index(one.firmness) for one in heard]
        assert firmness == sorted(firmness)
    first = {audience: heard[0].decided_on for audience, heard in by_audience.items()}
    upwards = [Audience.LEAD, Audience.COMMITTEE_SECRETARY, Audience.COMMITTEE_HEAD,
               Audience.SECRETARIAT, Audience.STANDING_COMMITTEE]  # fmt: skip
    days = [first[upward] for upward in upwards]
    assert days == sorted(days)
    assert len(by_audience[Audience.LEAD]) > 5  # no silence after the first alert


def test_it_never_says_the_same_for_months(year: Engine) -> None:
    letters = letters_of(year, OFFICIAL)
    asked = [letter.body_text.split("\n\n")[1] for letter in letters]
    for one in letters[-12:]:
        print(f"{one.run_on:%d/%m}  {one.subject}")
    assert len(letters) > 20
    assert all(before != after for before, after in pairwise(asked))


def test_it_gives_a_superior_one_line_a_unit(year: Engine) -> None:
    """Hundreds of late items are not hundreds of rows for the Standing Committee."""
    last = letters_of(year, "CB-TTTU1")[-1]
    with reading(year) as session:
        query = select(col(MessageLine.id)).where(col(MessageLine.message_id) == last.id)
        told = len(session.scalars(query).all())
    print(last.subject, last.body_text, sep="\n\n")
    units = int(re.search(r"(\d+) đơn vị", last.subject)[1])
    named = re.findall(r"\w+@\w+/\w+", last.body_text)
    assert told > 2 * units
    assert len(set(named)) <= MAX_LISTED * units  # the worst items of each unit, no more
