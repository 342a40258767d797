"""A unit without a committee under one that has one: whose board it is, and who answers for it."""

from datetime import date
from html import unescape

import pytest
from sites import Site

from dondoc.store.database import writing
from models.unit import UnitParent

KHDT, SNV = 26, 36
HEAD, COLLEAGUE = "CB-KHDT1", "CB-KHDT2"


@pytest.fixture
def below(site: Site) -> Site:
    """The sample, with Sở Nội vụ under Sở Kế hoạch và Đầu tư."""
    with writing(site.workplace.engine) as session:
        session.add(UnitParent(unit_id=SNV, parent_id=KHDT, valid_from=date(2022, 1, 1)))
    return site


def test_nobody_of_another_unit_sees_its_board(shown: Site) -> None:
    assert shown.client(HEAD).get(f"/boards/{SNV}").status_code == 404


def test_the_head_above_sees_it_among_their_boards_with_the_committee_that_answers(
    below: Site,
) -> None:
    head = below.client(HEAD)
    assert "Sở Nội vụ" in unescape(head.get("/boards").text)
    board = unescape(head.get(f"/boards/{SNV}").text)
    assert "ban chỉ đạo của Sở Kế hoạch và Đầu tư chịu trách nhiệm đôn đốc" in board
    assert "Bùi Thị Mai" in board  # of that committee


def test_the_list_of_committees_counts_it_as_answered_for(below: Site, shown: Site) -> None:
    office = "CB-VPTU3"
    assert "Sở Nội vụ" in unescape(shown.client(office).get("/committees?lacking=1").text)
    secretary = below.client(office)
    assert "Sở Nội vụ" not in unescape(secretary.get("/committees?lacking=1").text)
    assert "Ban chỉ đạo của Sở Kế hoạch và Đầu tư chịu trách nhiệm" in unescape(
        secretary.get("/committees").text
    )
