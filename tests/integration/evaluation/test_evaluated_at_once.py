"""What a publication evaluates is read for all of it at once, and judged as one act alone is."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from counting import statements
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.evaluate_together import evaluate_each, ids_of
from dondoc.services.acts.record import Recorder
from dondoc.services.programme.frames import frame_of
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.roles import roles_on
from dondoc.store.database import writing
from models.person import Person, Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluated_by import StepBehind
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.stages import Stage
from models.submission import Submission

PEOPLE = ("an", "binh", "chi", "dung", "em", "giang", "ha")
OF_NOBODY, DECIDED = StepBehind(round_step_id=1), StepBehind(dossier_step_id=1)


class _UndoneError(Exception):
    """Takes back what a test wrote."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def vacant(session: Session) -> int:
    """A position that nobody holds; its key."""
    post = session.scalars(select(Position).where(col(Position.code) == "P-ha")).one()
    made = Position(unit_id=post.unit_id, code="P-vacant", title="Khuyết")
    session.add(made)
    session.flush()
    return made.key


def test_a_publication_asks_nothing_once_for_each_checkpoint(world: DecidingWorld) -> None:
    with writing(world.engine) as session:
        made = world.place(session)
        made.positions["an"] = session.get_one(Position, vacant(session))
        refs = [made.checkpoint(date(2022, 3, 31)) for _ in range(12)]
    for ref in refs:
        world.act(Act.NOT_REPORTED, "em", date(2022, 4, 20), ref)
    world.advance(date(2022, 4, 20))
    world.decided()
    with statements(world.engine) as asked:
        taken = world.steps_round(RoundAct.PUBLISH)
    assert sorted(taken.left_over.done) == sorted(refs)
    times = Counter(each for each in asked if each.lstrip().startswith("SELECT"))
    assert max(times.values()) < len(refs), times.most_common(3)
    world.advance(PUBLISHED)
    assert set(world.stages().values()) == {Stage.EVALUATED}


@pytest.mark.parametrize("behind", [OF_NOBODY, DECIDED])
def test_each_is_judged_as_if_it_were_recorded_alone(
    world: DecidingWorld, behind: StepBehind
) -> None:
    """Who leads it or did, who heads the unit, the secretariat, and whoever has no part in it."""
    with writing(world.engine) as session:
        key = vacant(session)
    refs = [world.refs[0], world.unled(key)]
    world.hands_over("an", "ha", date(2022, 4, 20))
    for who in PEOPLE:
        alone, at_once = _alone(world, who, refs, behind), _at_once(world, who, refs, behind)
        assert at_once == alone, who


def _alone(world: DecidingWorld, who: str, refs: list[str], behind: StepBehind) -> dict[str, str]:
    found = {}
    with writing(world.engine) as session:
        recorder = Recorder(session, at(HELD), world.folder, 2022)
        for ref in refs:
            try:
                recorder.check(ActInput(act=Act.EVALUATE, ref=ref, by=who, step_behind=behind))
                found[ref] = _roles(session, who, ref)
            except DondocError as error:
                found[ref] = str(error)
    return found


def _roles(session: Session, who: str, ref: str) -> str:
    programme = session.scalars(select(Programme)).one()
    person = session.scalars(select(Person).where(col(Person.code) == who)).one()
    key = ids_of(session, programme, [ref])[ref]
    checkpoint = load_checkpoints(session, frame_of(session, programme), [key])[key]
    return ",".join(sorted(roles_on(session, person.key, checkpoint, HELD)))


def _at_once(world: DecidingWorld, who: str, refs: list[str], behind: StepBehind) -> dict[str, str]:
    found: dict[str, str] = {}
    with pytest.raises(_UndoneError), writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        recorder = Recorder(session, at(HELD), world.folder, 2022)
        refused = evaluate_each(recorder, programme, who, dict.fromkeys(refs, behind))
        found |= {ref: str(error) for ref, error in refused}
        ids = ids_of(session, programme, refs)
        query = select(Submission.checkpoint_id, Submission.roles).where(
            col(Submission.act) == Act.EVALUATE
        )
        roles = dict(session.execute(query).tuples().all())
        found |= {ref: roles[key] for ref, key in ids.items() if key in roles}
        raise _UndoneError
    return found
