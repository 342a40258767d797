"""Whoever a digest judges leaves approving it to a colleague who may: by the plan at work."""

from datetime import date
from pathlib import Path

import pytest
from sites import Site, person_id
from sqlmodel import Session, col, select
from two_years import NEXT, RUNNING, load_next_year, site_on

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.digest.approve import approve
from dondoc.services.digest.compile import draw, keep
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading, writing
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.person import Holding, ProgrammeMandate
from models.programme import Programme
from models.rules.roles import Mandate

DAY = date(2023, 1, 16)
SECRETARIAT, COLLEAGUE = "CB-VPTU3", "CB-VPTU5"


def position_of(session: Session, person: int) -> int:
    query = select(Holding.position_id).where(Holding.person_id == person)
    return session.exec(query).first() or 0


def office_of_two(site: Site, year: int) -> None:
    """One of the secretariat answers for work of the old year; their colleague is named in one."""
    whose, other = person_id(site, SECRETARIAT), person_id(site, COLLEAGUE)
    with writing(site.workplace.engine) as session:
        own, theirs = position_of(session, whose), position_of(session, other)
        query = select(ProgrammeMandate).where(
            ProgrammeMandate.mandate == Mandate.SECRETARIAT, ProgrammeMandate.position_id != own
        )
        for mandate in session.exec(query):
            session.delete(mandate)
        named = session.exec(select(Programme).where(Programme.year == year)).one().key
        session.add(
            ProgrammeMandate(
                programme_id=named, position_id=theirs, mandate=Mandate.SECRETARIAT
            )
        )  # fmt: skip
        late = col(Checkpoint.due_on) > date(2022, 11, 30)
        due = select(col(Checkpoint.assignment_id)).where(late)
        running = select(col(Assignment.id)).join(Programme).where(Programme.year == RUNNING)
        led = session.exec(
            select(AssignmentOfficial).where(
                col(AssignmentOfficial.assignment_id).in_(due),
                col(AssignmentOfficial.assignment_id).in_(running),
                AssignmentOfficial.rank == 0,
            )
        ).first()
        assert led is not None
        led.position_id = own


def kept(site: Site) -> int:
    with reading(site.workplace.engine) as session:
        programme = session.exec(select(Programme).where(Programme.year == RUNNING)).one()
        drawn = draw(session, programme, Quarter(RUNNING, 4), at(DAY, 9)).whole
    with writing(site.workplace.engine) as session:
        return keep(session, drawn)[0].key


def approves(site: Site, digest_id: int) -> None:
    now = at(DAY, 10)
    with writing(site.workplace.engine) as session:
        approve(acting_for_office(session, SECRETARIAT, now, now), digest_id)


@pytest.fixture
def january(sample_home: Path, tmp_path: Path) -> Site:
    site = site_on(sample_home, tmp_path / "home", DAY)
    load_next_year(site)
    return site


def test_a_colleague_whom_next_years_plan_names_may_approve_so_it_is_left_to_them(
    january: Site,
) -> None:
    office_of_two(january, NEXT)
    with pytest.raises(Refused, match=r"digests\.error\.own"):
        approves(january, kept(january))


def test_nothing_is_left_to_whom_only_the_old_years_plan_names(january: Site) -> None:
    """No page lets them, so whoever waited for them would wait for ever."""
    office_of_two(january, RUNNING)
    approves(january, kept(january))
