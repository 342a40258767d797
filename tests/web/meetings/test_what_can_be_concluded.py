"""What a matter is called that is over a limit, and which conclusions its page offers."""

import re
from datetime import date
from io import BytesIO

import docx
from meeting_pages import Secretariat
from sites import Site
from sqlmodel import col, select

from dondoc.clock import at, wall_clock
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.meeting import AgendaItem
from models.rules.stages import UNREPORTED, Stage


def offered(page: str) -> list[str]:
    return re.findall(r'name="kind" value="(\w+)"', page)


def chosen(page: str) -> list[str]:
    return re.findall(r'name="kind" value="(\w+)" checked', page)


def unreported(site: Site, keys: list[str]) -> str:
    """The first of these matters that somebody must still report."""
    with reading(site.workplace.engine) as session:
        query = (
            select(Assignment.ref, Checkpoint.label)
            .join(*CHECKPOINTS_OF_ASSIGNMENT)
            .where(col(Checkpoint.stage).in_(sorted(UNREPORTED)))
        )
        waiting = {f"{ref}/{label}" for ref, label in session.exec(query)}
    return next(key for key in keys if key.partition(":")[2] in waiting)


def test_a_limit_that_is_passed_is_never_called_below_plan(site: Site) -> None:
    meeting = Secretariat(site)
    proposals = meeting.client.get(f"{meeting.address}/proposals").text
    assert "Chưa đạt kế hoạch, vượt mức cho phép" in proposals
    (key,) = [key for key in meeting.proposed() if key.startswith("below_plan:DON01@")][:1]
    assert meeting.send("/proposals", matter=[key]).status_code == 303
    page = meeting.page()
    assert '<span class="tag">vượt mức cho phép</span>' in page
    assert "Cho ý kiến về nguyên nhân và giải pháp khắc phục." in page
    pack = docx.Document(BytesIO(meeting.client.get(f"{meeting.address}/pack/party.docx").content))
    said = [each.text for each in pack.paragraphs]
    said += [cell.text for table in pack.tables for row in table.rows for cell in row.cells]
    assert "Lý do đưa ra cuộc họp: vượt mức cho phép." in said and "vượt mức cho phép" in said
    assert not any("đạt kế hoạch" in each for each in said)


def test_only_what_can_be_recorded_is_offered_as_a_conclusion(site: Site) -> None:
    meeting = Secretariat(site)
    meeting.send("/items", subject="Giải phóng mặt bằng")
    assert offered(meeting.page()) == ["assignment", "task"]
    overdue = [key for key in meeting.proposed() if key.startswith("overdue:")]
    meeting.send("/proposals", matter=[unreported(site, overdue)])
    assert offered(meeting.page())[2:] == ["assignment", "task", "new_date", "urge"]
    assert "không đôn đốc qua hệ thống được nữa" not in meeting.page()
    with writing(site.workplace.engine) as session:
        ours = select(AgendaItem.checkpoint_id)
        for checkpoint in session.exec(select(Checkpoint).where(col(Checkpoint.id).in_(ours))):
            checkpoint.stage = Stage.EVALUATED
    page = meeting.page()
    assert offered(page)[2:] == ["assignment", "task"]
    assert "không đôn đốc qua hệ thống được nữa" in page
    assert chosen(page) == ["assignment", "assignment"]


def test_once_the_year_is_over_no_work_of_its_plan_is_offered(site: Site) -> None:
    meeting = Secretariat(site)
    meeting.send("/items", subject="Giải phóng mặt bằng")
    object.__setattr__(site.workplace, "offset", at(date(2023, 1, 20), 9) - wall_clock())
    page = meeting.page()
    assert offered(page) == ["task"] and chosen(page) == ["task"]
