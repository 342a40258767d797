"""A report that came late and was sent back: the lateness stays, and every door says so."""

from datetime import date
from decimal import Decimal

import pytest
import sample_acts
from programmes import current_programme
from sites import Site

from dondoc.cli.explain_item import show_state
from dondoc.clock import at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import count
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.work.assignment_view import assignment_view
from dondoc.store import cache
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act, local_date

WAITING = "GPMB01@VT/B2"
"""Reported in the sample, in time, and due before its today, the 20th of May."""
OWN, BY = "DV01@LT/Q2", "CB-LT2"


def come_late(site: Site) -> None:
    """Its report came two days after the due date, and was sent back."""
    with writing(site.workplace.engine) as session:
        row = session.get_one(Checkpoint, sample_acts.checkpoint_id(site, OWN))
        row.due_on = date(2022, 5, 16)
    with writing(site.workplace.engine) as session:
        given = ActInput(Act.REPORT, OWN, BY, value=Decimal(60))
        Recorder(session, at(date(2022, 5, 18), 10), site.workplace.evidence).record(given)
    sample_acts.send_back(site, OWN, "Thiếu danh sách")


def test_the_command_line_says_why_a_mended_report_is_late_too(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    come_late(site)
    sample_acts.report(site, OWN, BY)
    with reading(site.workplace.engine) as session:
        programme = current_programme(session)
        shown = assignment_view(session, programme, OWN, site.workplace.clock().now())
    show_state(shown, OWN)
    told_words = " ".join(capsys.readouterr().out.split())
    assert "báo cáo đầu nộp ngày 18/05/2022, sau hạn 16/05/2022" in told_words


def test_an_objective_cause_is_named_where_the_page_says_why(site: Site) -> None:
    page = site.client("CB-NNPT1").get("/items/2022/NNPT01@NNPT/B2").text
    assert "Nguyên nhân khách quan của lần trễ hạn thứ 1 đã được xác nhận" in page


def test_the_form_says_before_that_a_lateness_stays_although_the_report_was_returned(
    site: Site,
) -> None:
    come_late(site)
    form = site.client(BY).get(f"/report/2022/{OWN}").text
    assert "đã nộp trễ (ngày 18/05/2022, hạn 16/05/2022)" in form
    sample_acts.send_back(site, WAITING, "Thiếu biên bản")
    assert "đã nộp trễ (ngày" not in site.client("CB-VT1").get(f"/report/2022/{WAITING}").text


def test_days_late_before_a_return_are_the_same_number_on_every_board_and_paper(site: Site) -> None:
    come_late(site)  # two working days late
    site.advance()
    with writing(site.workplace.engine) as session:
        row = session.get_one(Checkpoint, sample_acts.checkpoint_id(site, OWN))
        row.due_on = date(2022, 5, 17)  # three working days ago
    cache.forget()
    now = site.workplace.clock().now()
    with reading(site.workplace.engine) as session:
        programme, who = current_programme(session), find_person(session, "CB-VPTU3")
        viewer = open_viewer(session, who, programme, local_date(now))
        scope = open_scope(session, programme, viewer)
        rows = {row.ref: row for row in all_of(scope, BoardFilters())}
        for days, listed in [(5, True), (6, False)]:
            wanted = BoardFilters(late=days)
            assert (OWN in {row.ref for row in all_of(scope, wanted)}) is listed
            assert count(scope, wanted) == len(all_of(scope, wanted))
        paper = figures(session, programme, Quarter(2022, 2), viewer.day, None)
        item = assignment_view(session, programme, OWN, now)
        mine = open_viewer(session, find_person(session, BY), programme, viewer.day)
        work = my_work(session, programme, mine, now)
    assert {item.ref: item.days_over for item in paper.overdue}[OWN] == 5
    assert rows[OWN].days_left == -5
    assert [view.days_left for view in item.checkpoints if OWN.endswith(view.ref)] == [-5]
    assert work.duties[0].checkpoint_row.days_left == -5


def test_the_receipt_of_a_mended_report_says_why_it_is_late_though_it_came_by_its_new_date(
    site: Site,
) -> None:
    come_late(site)
    sample_acts.report(site, OWN, BY)
    page = site.client(BY).get(f"/report/2022/{OWN}?done=report").text
    assert "Báo cáo trễ hạn." in page
    assert "báo cáo bị trả lại trước đó đã nộp trễ (ngày 18/05/2022, hạn 16/05/2022)" in page
    site.advance()
    page = site.client(BY).get(f"/report/2022/{OWN}?done=report").text
    assert "báo cáo bị trả lại trước đó đã nộp trễ (ngày 18/05/2022, hạn 16/05/2022)" in page
