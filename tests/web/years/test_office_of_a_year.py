"""Who has an office in one year alone: pages, commands and services agree what they may do.

A digest is decided on by the office at work, a meeting changed by the office of its own year.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import page_grounds
import pytest
from sites import Site
from sqlmodel import col, select
from two_years import NEXT, RUNNING, load_next_year, site_on

from dondoc.clock import wall_clock
from dondoc.errors import Refused
from dondoc.services.digest.approve import approve, reopen
from dondoc.services.meetings.call import call_meeting
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.staffing.committees import establish_committee
from dondoc.services.working_days.days import DayWanted, set_day
from dondoc.store import cache
from dondoc.store.database import writing
from models.person import ProgrammeMandate
from models.programme import Programme
from models.rules.roles import Mandate

SECRETARIAT, DAY = "CB-VPTU3", date(2023, 1, 16)


@pytest.fixture
def january(sample_home: Path, tmp_path: Path) -> Site:
    site = site_on(sample_home, tmp_path / "home", DAY)
    load_next_year(site)
    return site


def has_office_only_in(site: Site, year: int) -> None:
    with writing(site.workplace.engine) as session:
        other = session.exec(select(Programme.id).where(Programme.year != year)).one()
        for mandate in session.exec(
            select(ProgrammeMandate).where(
                col(ProgrammeMandate.programme_id) == other,
                col(ProgrammeMandate.mandate) == Mandate.SECRETARIAT,
            )
        ):
            session.delete(mandate)
    cache.forget()


def refused(site: Site, act: Callable[[SettingsChange, Programme], object], year: int) -> bool:
    """Whether the service refuses what no page stands before."""
    now = site.workplace.clock().now()
    try:
        with writing(site.workplace.engine) as session:
            programme = session.exec(select(Programme).where(Programme.year == year)).one()
            act(acting_for_office(session, SECRETARIAT, now, wall_clock()), programme)
    except Refused:
        return True
    return False


def on_the_page(site: Site, path: str, **fields: str) -> int:
    return site.client(SECRETARIAT).post(path, data=fields).status_code


@pytest.mark.parametrize(("office_in", "may"), [(RUNNING, False), (NEXT, True)])
def test_a_digest_is_decided_on_by_the_office_at_work(
    january: Site, office_in: int, may: bool
) -> None:
    assert on_the_page(january, "/digests", quarter="2022-Q4") == 303
    has_office_only_in(january, office_in)
    path = "/digests/1/remarks"
    assert on_the_page(january, path, remark="Xem lại") == (303 if may else 403)
    for act in (lambda it, _: approve(it, 1), lambda it, _: reopen(it, 1, "Sửa")):
        assert refused(january, act, RUNNING) is not may


@pytest.mark.parametrize(("office_in", "other"), [(RUNNING, NEXT), (NEXT, RUNNING)])
def test_what_belongs_to_a_year_is_changed_by_the_office_of_that_year(
    january: Site, office_in: int, other: int
) -> None:
    has_office_only_in(january, office_in)
    acts: list[Callable[[SettingsChange, Programme], object]] = [
        lambda it, programme: call_meeting(it, programme.key, DAY, "Phiên họp"),
        lambda it, programme: establish_committee(it, programme, 4, "12-QĐ/HU", DAY),
    ]
    for act in acts:
        assert refused(january, act, other) and not refused(january, act, office_in)
    form = {"held_on": DAY.isoformat(), "title": "Phiên họp khác"}
    assert on_the_page(january, f"/meetings?year={other}", **form) == 403
    assert on_the_page(january, f"/meetings?year={office_in}", **form) == 303


@pytest.mark.parametrize("looked_at", [RUNNING, NEXT])
@pytest.mark.parametrize(("office_in", "may"), [(RUNNING, False), (NEXT, True)])
def test_days_off_hold_in_every_year_and_are_set_by_the_office_at_work(
    january: Site, office_in: int, may: bool, looked_at: int
) -> None:
    has_office_only_in(january, office_in)
    page = f"/programme/calendar?year={looked_at}"
    assert january.client(SECRETARIAT).get(page).status_code == (200 if may else 403)
    fields = {"day": "2023-06-15", "working": "no", "note": "Lễ hội"}
    answer = page_grounds.press(january.client(SECRETARIAT), page, data=fields)
    assert answer.status_code == (303 if may else 403)
    wanted = DayWanted(date(2023, 6, 16), False)
    assert refused(january, lambda change, of: set_day(change, of, wanted), NEXT) is not may
