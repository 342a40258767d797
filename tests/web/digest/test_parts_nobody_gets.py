"""A part of an issued digest that nobody gets is named, so that somebody sends it by hand."""

from datetime import date

from sites import Site
from sqlmodel import col, select

from dondoc.clock import at, wall_clock
from dondoc.services.digest.approve import approve
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.papers.issue import DigestIssue, issue
from dondoc.store.database import writing
from models.person import Holding, Position
from models.unit import UnitName

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"
SAID = "Chưa ai nhận phần của: Huyện Lập Thạch."


def left(site: Site, last: date | None) -> None:
    """Everybody of Lập Thạch holds their position until a day."""
    with writing(site.workplace.engine) as session:
        query = (
            select(Holding)
            .join(Position, col(Position.id) == col(Holding.position_id))
            .join(UnitName, col(UnitName.unit_id) == col(Position.unit_id))
            .where(UnitName.code == "LT")
        )
        for holding in session.exec(query):
            holding.held_to = last


def issued(site: Site) -> DigestIssue:
    with writing(site.workplace.engine) as session:
        now = at(date(2022, 5, 20), 10)
        return issue(acting_for_office(session, SECRETARIAT, now, wall_clock()), 1)


def test_a_part_that_nobody_gets_is_named_until_somebody_does(site: Site) -> None:
    office = site.client(SECRETARIAT)
    path = office.post("/digests", data={"quarter": "2022-Q1"}).headers["location"]
    with writing(site.workplace.engine) as session:
        approve(acting_for_office(session, SECRETARIAT, at(date(2022, 5, 20), 9), wall_clock()), 1)
    left(site, date(2022, 5, 1))
    assert SAID not in office.get(path).text  # nothing is issued yet
    assert issued(site).unread == ("Huyện Lập Thạch",)
    assert SAID in office.get(path).text
    assert SAID not in site.client(STANDING).get(path).text
    left(site, None)
    assert issued(site).unread == ()
    assert "Chưa ai nhận phần" not in office.get(path).text
