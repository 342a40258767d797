"""The numbers of papers are dated data: those of each rule, and which is in doubt."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from example_paper import GIVEN, example_paper

from dondoc.errors import BadInput
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import Layout, PaperForm, layout_for

STATE = layout_for(PaperForm.STATE, date(2022, 5, 20))
OLD = layout_for(PaperForm.PARTY, date(2026, 5, 26))
NEW = layout_for(PaperForm.PARTY, date(2026, 5, 27))


def sizes(layout: Layout, part: str) -> tuple[Decimal | None, Decimal | None]:
    size = layout.cells[part].size
    return size.least, size.most


def test_the_day_decides_which_rule_holds() -> None:
    assert (STATE.code, OLD.code, NEW.code) == ("ND-30-2020", "HD-36-2018", "HD-05-2026")
    with pytest.raises(BadInput, match="no_layout"):
        layout_for(PaperForm.PARTY, date(2018, 4, 2))


def test_margins_are_those_of_the_rules() -> None:
    page = STATE.page
    allowed = [(side.least, side.most) for side in (page.top, page.bottom, page.left, page.right)]
    assert allowed == [(20, 25), (20, 25), (30, 35), (15, 20)]
    for party in (OLD, NEW):
        page = party.page
        used = [side.used for side in (page.top, page.bottom, page.left, page.right)]
        assert used == [20, 20, 30, 15]
        assert party.page.body == 165


def test_sizes_are_those_of_the_state_rule() -> None:
    assert sizes(STATE, "nation") == (12, 13) and sizes(STATE, "motto") == (13, 14)
    assert sizes(STATE, "number") == (13, 13) and sizes(STATE, "receivers") == (11, 11)
    assert sizes(STATE, "receivers_title") == (12, 12) and sizes(STATE, "address") == (11, 12)
    assert (STATE.body.size.least, STATE.body.size.most) == (13, 14)
    assert (STATE.body.indent.least, STATE.body.indent.most) == (10, Decimal("12.7"))
    assert STATE.body.space_before.least == 6


def test_sizes_are_those_of_the_party_rules() -> None:
    assert sizes(OLD, "nation") == (15, 15) and sizes(OLD, "kind") == (15, 16)
    assert sizes(OLD, "subject") == (14, 15) and sizes(OLD, "receivers") == (12, 12)
    assert OLD.body.line.rule == "at_least" and OLD.body.line.least == 18
    assert sizes(NEW, "nation") == (13, 14) and sizes(NEW, "kind") == (14, 15)
    assert NEW.body.line.rule == "exact" and NEW.body.line.most == 20
    assert NEW.words.to_submission == "Kính trình:" and NEW.series == "term"


def test_what_is_not_sure_is_marked() -> None:
    assert (STATE.standing, OLD.standing, NEW.standing) == ("original", "secondary", "secondary")
    disputed = {name for name, number in NEW.doubts() if number.standing == "disputed"}
    assert disputed == {"line", "nation", "parent", "issuer", "kind"}
    assert {name for name, _ in STATE.doubts()} == {"table"}


def test_what_follows_the_office_in_a_state_letters_symbol_stays_open() -> None:
    """CV is the code of a letter; that it stands in the symbol, no source we know says."""
    letter = STATE.kinds["letter"]
    assert (letter.code, letter.symbol) == ("CV", "{number}/{issuer}-")
    assert [kind.title for kind in STATE.doubtful_symbols()] == ["Công văn"]
    head = context_of(replace(example_paper(PaperForm.STATE, **GIVEN), kind="letter"))
    assert head["symbol"] == "/VPTU-" and head["symbol_open"]
    party = context_of(replace(example_paper(PaperForm.PARTY, **GIVEN), kind="letter"))
    assert "CV/VPTU" in party["symbol"] and not party["symbol_open"]
