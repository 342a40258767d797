"""A paper that comes back is compared with its own day, whatever was recorded since."""

from datetime import date, timedelta
from decimal import Decimal

from sites import Site
from sqlmodel import col, select
from unit_papers_of_sample import LATE, SECRETARIAT, paper_as

from dondoc.clock import at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.unit_request import UnitPaperKind
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.rules.checkpoints import Act
from models.rules.stages import UNREPORTED

HEAD = "CB-YL1"
SINCE = SAMPLE_DAY + timedelta(days=3)


def made(site: Site, kind: UnitPaperKind, unit_id: int = LATE) -> Paper:
    paper = paper_as(site, SECRETARIAT, kind, unit_id)
    assert paper is not None
    return paper


def unreported(site: Site, unit_id: int) -> list[tuple[str, date]]:
    """What nobody has reported, with its due date, the next first."""
    query = (
        select(col(Assignment.ref), col(Checkpoint.label), col(Checkpoint.due_on))
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(col(Assignment.unit_id) == unit_id, col(Checkpoint.stage).in_(sorted(UNREPORTED)))
        .order_by(col(Checkpoint.due_on))
    )
    with reading(site.workplace.engine) as session:
        return [(f"{ref}/{label}", due_on) for ref, label, due_on in session.execute(query)]


def record(site: Site, act: ActInput) -> None:
    with writing(site.workplace.engine) as session:
        Recorder(session, at(SINCE, 9), site.workplace.evidence, 2022).record(act)


def test_a_letter_of_urging_tells_what_was_overdue_on_its_day(site: Site) -> None:
    """It was all that was overdue there: nothing would be left to write about."""
    before = made(site, UnitPaperKind.LETTER)
    [ref] = [ref for ref, due_on in unreported(site, LATE) if due_on < SAMPLE_DAY]
    record(site, ActInput(Act.REPORT, ref, HEAD, value=Decimal(1), narrative="Đã xong."))
    assert made(site, UnitPaperKind.LETTER) == before


def test_an_annex_tells_the_dates_of_its_day(site: Site) -> None:
    before = made(site, UnitPaperKind.ANNEX)
    ref, due_on = unreported(site, LATE)[-1]
    moved = due_on + timedelta(days=7)
    record(site, ActInput(Act.CHANGE_DUE, ref, SECRETARIAT, reason="Mưa lũ.", new_due_on=moved))
    assert made(site, UnitPaperKind.ANNEX) == before


def test_what_comes_next_in_a_units_report_is_what_came_next_on_its_day(site: Site) -> None:
    before = made(site, UnitPaperKind.REPORT)
    ref = next(ref for ref, due_on in unreported(site, LATE) if due_on > date(2022, 6, 30))
    moved = date(2022, 12, 30)
    record(site, ActInput(Act.CHANGE_DUE, ref, SECRETARIAT, reason="Mưa lũ.", new_due_on=moved))
    assert made(site, UnitPaperKind.REPORT) == before
