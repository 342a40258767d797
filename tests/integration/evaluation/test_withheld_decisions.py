"""Nothing outside the body tells an evaluation that is decided from one that is not, until then."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from course_world import FULL, LESS, OPENED, context_of, dossier_in
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.evaluation.course.changed_since import changed_since
from dondoc.services.evaluation.course.own_steps import own_steps
from dondoc.services.evaluation.course.round_board import round_board
from dondoc.services.evaluation.course.score import changed_bases
from dondoc.services.evaluation.course.sheet import DossierSheet, find_sheet
from dondoc.services.evaluation.course.unit_proposals import unit_proposals
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading
from models.person import Person
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.evaluation_course.rounds import RoundAct

OUTSIDE = ("an", "binh", "chi")
BODY = ("dung", "giang")
BEFORE = (DossierAct.ASSESS_SELF, DossierAct.COMMENT, DossierAct.PROPOSE)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def test_a_decision_changes_nothing_that_anybody_outside_the_body_sees(
    world: DecidingWorld,
) -> None:
    world.takes("chi", DossierAct.PROPOSE, OPENED, of="binh", grade=Grade.EXCELLENT)
    before = {by: known_to(world, by) for by in (*OUTSIDE, *BODY)}
    world.decided()
    after = {by: known_to(world, by) for by in (*OUTSIDE, *BODY)}
    for by in OUTSIDE:
        assert after[by] == before[by], by
    for by in BODY:
        assert after[by]["board"] != before[by]["board"], by
    # What waited for the unit still does; of the body nobody is asked for what they decided on.
    assert DossierAct.PROPOSE in {step.act for step in after["chi"]["work"]}
    world.steps_round(RoundAct.PUBLISH)
    assert known_to(world, "an", PUBLISHED)["an"]["state"] is DossierState.DECIDED
    assert known_to(world, "chi", PUBLISHED)["work"] == []
    world.steps_round(RoundAct.REOPEN, reason="Nhầm người")
    assert known_to(world, "an", PUBLISHED)["an"]["state"] is DossierState.COMMENTED


def test_a_reassessment_that_is_answered_in_a_reopened_round_does_not_show(
    world: DecidingWorld,
) -> None:
    world.published()
    world.asks()
    world.steps_round(RoundAct.REOPEN, reason="Nhầm người")
    before = {by: known_to(world, by, PUBLISHED) for by in OUTSIDE}
    world.answers("dung", Grade.GOOD, PUBLISHED, words="Đã xem", reason="Một mốc trễ")
    assert {by: known_to(world, by, PUBLISHED) for by in OUTSIDE} == before
    assert before["an"]["an"]["state"] is DossierState.COMMENTED
    with pytest.raises(Refused, match="not_published"):
        world.withdraws()


def test_what_is_said_anew_before_publication_has_it_decided_again(world: DecidingWorld) -> None:
    world.decided()
    assert outdated(world) == set()
    world.commented(HELD)  # the same again
    assert outdated(world) == set()
    world.commented(HELD, criteria=LESS, reason="Xem lại tiêu chí 2 và 4")
    assert outdated(world) == {"an"}
    with reading(world.engine) as session:
        changed = changed_since(session, sheet_of(session, "an", "dung", HELD))
        assert changed is not None and changed.facts == ("said",) and changed.refs == ()
        assert changed_since(session, sheet_of(session, "an", "binh", HELD)) is None
        dossier = dossier_in(session, context_of(session, HELD), "an")
        assert dossier.scored_last is dossier.comment
    with pytest.raises(Refused, match="outdated"):
        world.steps_round(RoundAct.PUBLISH)
    world.calls()
    world.decides({"of": "an", "grade": Grade.EXCELLENT, "reason": "Thống nhất"}, by="em")
    world.closes()
    assert outdated(world) == set()
    world.steps_round(RoundAct.PUBLISH)
    with pytest.raises(Refused, match="decided"):
        world.commented(PUBLISHED)


def test_a_decision_with_points_of_its_own_outlives_the_same_comment_again(
    world: DecidingWorld,
) -> None:
    world.takes("em", DossierAct.DECIDE, HELD, criteria=LESS, grade=Grade.EXCELLENT,
                reason="Hội nghị thống nhất")  # fmt: skip
    world.commented(HELD)
    with reading(world.engine) as session:
        dossier = dossier_in(session, context_of(session, HELD), "an")
        decision = dossier.decision
        assert dossier.scored_last is decision and decision is not None
        assert not dossier.is_said_anew(decision)
        known = sheet_of(session, "an", "an", HELD).shown.scored_last
        assert known is not None and known.general == sum(FULL.values())


def test_a_proposal_takes_nothing_over_from_a_decision(world: DecidingWorld) -> None:
    world.takes("em", DossierAct.DECIDE, HELD, criteria=LESS, grade=Grade.EXCELLENT,
                reason="Hội nghị thống nhất")  # fmt: skip
    world.takes("chi", DossierAct.PROPOSE, HELD, grade=Grade.EXCELLENT)
    assert world.steps()[-1].general == sum(FULL.values())


def known_to(world: DecidingWorld, by: str, day: date = HELD) -> dict[str, Any]:
    """All that somebody finds out about the round: pages, forms, and what is asked of them."""
    with reading(world.engine) as session:
        context = context_of(session, day)
        person = person_called(session, by)
        programme = session.scalars(select(Programme)).one()
        board = round_board(session, context, open_viewer(session, person, programme, day))
        proposals = unit_proposals(session, context, 1, person.key)
        return {
            **{of: _sheet(sheet_of(session, of, by, day)) for of in ("an", "binh")},
            "board": [
                (row.dossier.code, row.state, row.wanted, row.asked, row.next_step, of.kinds)
                for row in board.rows
                for of in (row.dossier,)
            ],
            "counts": board.counts,
            "proposals": proposals
            and [(row.grounds, row.may_propose, row.outdated) for row in proposals.rows],
            "work": list(own_steps(session, person.key, day)),
        }  # fmt: skip


def _sheet(sheet: DossierSheet) -> dict[str, Any]:
    return {
        "state": sheet.state,
        "track": sheet.track,
        "can": sheet.can,
        "changed": sheet.basis_changed,
        "steps": sheet.shown.kinds,
        "forms": [sheet.grounds(act) for act in BEFORE],
    }


def sheet_of(session: Session, of: str, by: str, day: date) -> DossierSheet:
    programme = session.scalars(select(Programme)).one()
    person, viewer = person_called(session, of), person_called(session, by)
    found = find_sheet(session, programme.key, "2022-Q1", person, viewer.key, day)
    assert found is not None
    return found


def person_called(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(col(Person.code) == code)).one()


def outdated(world: DecidingWorld) -> set[str]:
    """Whose decision is to be taken again."""
    with reading(world.engine) as session:
        context = context_of(session, HELD)
        dossiers = [dossier_in(session, context, code) for code in ("an", "binh")]
        changed = changed_bases(session, context, dossiers)
        return {each.code for each in dossiers if each.row.key in changed}
