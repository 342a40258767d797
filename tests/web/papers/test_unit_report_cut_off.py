"""A unit's report of a period that is over stands as of its cut-off, whenever it is made."""

import re
from datetime import date

from sites import Site
from sqlmodel import col, select
from unit_papers_of_sample import LATE, SECRETARIAT, paper_as

from dondoc.clock import at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.figures.quarter import Quarter
from dondoc.services.papers.paper import Block, Paper, PaperHeading, PaperTable
from dondoc.services.papers.unit_request import UnitPaperKind
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.rules.checkpoints import Act
from models.rules.stages import Stage

CUT_OFF = date(2022, 4, 10)
DONE_LATER = 29
"""Of the culture department: its outline was due on 31/3 and came after the cut-off."""
SINCE = "Thay đổi sau ngày chốt số liệu"


def made(site: Site, day: date = SAMPLE_DAY, unit_id: int = DONE_LATER) -> Paper:
    paper = paper_as(
        site, SECRETARIAT, UnitPaperKind.REPORT, unit_id, period=Quarter(2022, 1), day=day
    )
    assert paper is not None
    return paper


def apart(paper: Paper) -> tuple[list[Block], list[Block]]:
    """Its figures, and what is said of later facts beside them."""
    figures: list[Block] = []
    since: list[Block] = []
    part = figures
    for block in paper.blocks:
        if isinstance(block, PaperHeading) and block.level == 1:
            part = since if block.text == SINCE else figures
        part.append(block)
    return figures, since


def test_a_quarter_long_over_has_the_figures_of_its_cut_off(shown: Site) -> None:
    """It had the day and the counts of the day on which somebody made it."""
    then, now = made(shown, CUT_OFF), made(shown)
    assert (
        then.subject_note
        == now.subject_note
        == "(số liệu đến hết ngày 10/4/2022)".replace("/4/", "/04/")
    )
    assert apart(now)[0] == apart(then)[0] and not apart(then)[1]


def test_what_came_later_is_said_to_be_later(shown: Site) -> None:
    _, (_, told, table) = apart(made(shown))
    assert "không tính vào số liệu nêu trên" in str(told) and "20/05/2022" in str(told)
    assert isinstance(table, PaperTable)
    [row] = table.rows
    assert row.cells[-2:] == ("quá hạn", "hoàn thành trễ hạn")
    assert "không có thay đổi nào" in str(apart(made(shown, unit_id=LATE))[1])


def test_another_due_date_is_told_beside_the_first(site: Site) -> None:
    quarter, since, new = Quarter(2022, 2), date(2022, 7, 15), date(2022, 8, 15)
    query = (
        select(col(Assignment.ref), col(Checkpoint.label), col(Assignment.unit_id))
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(col(Checkpoint.stage) == Stage.IN_PROGRESS, col(Checkpoint.due_on) <= quarter.end)
    )
    with reading(site.workplace.engine) as session:
        ref, label, unit_id = session.execute(query).first() or ("", "", 0)
    ref = f"{ref}/{label}"
    with writing(site.workplace.engine) as session:
        Recorder(session, at(since, 9), site.workplace.evidence, 2022).record(
            ActInput(Act.CHANGE_DUE, ref, SECRETARIAT, reason="Mưa lũ.", new_due_on=new)
        )
    paper = paper_as(site, SECRETARIAT, UnitPaperKind.REPORT, unit_id, period=quarter, day=since)
    assert paper is not None
    assert "'quá hạn', 'trong hạn; hạn mới 15/08/2022'" in str(apart(paper)[1])


def test_a_closed_quarter_has_the_day_of_the_digest_that_closed_it(site: Site) -> None:
    client = site.client(SECRETARIAT)
    path = client.post("/digests", data={"quarter": "2022-Q1"}).headers["location"].split("?")[0]
    assert "10/04/2022" in made(site).subject_note
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(path).text)
    assert seen
    client.post(f"{path}/approve", data={"seen": seen[1].replace("&amp;", "&")})
    assert "20/05/2022" in made(site).subject_note
    # A paper of an earlier day knows of no closing that came later.
    assert "10/04/2022" in made(site, date(2022, 5, 19)).subject_note
