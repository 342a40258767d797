"""A composite: nobody is asked for a number, and every page shows what its components come to."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from filed_reports import report
from sites import Site
from sqlmodel import select

from dondoc.errors import BadInput
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.figures import indicators_in_sql
from dondoc.services.reminders.letters import item_rows
from dondoc.services.reminders.letters.contents import LetterItem
from dondoc.store.database import writing
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.rules.checkpoints import Act
from models.rules.indicators import Kind

LEAD, OFFICE, PHUC_YEN = "CB-PY2", "CB-VPTU3", 2
WHOLE, PART = "DTVH00@PY/Y", "DTVH01@PY/Q2"
TITLE = "Bộ tiêu chí đô thị văn hóa"


def record(site: Site, act: Act, ref: str, by: str, **said: object) -> None:
    with writing(site.workplace.engine) as session:
        now = site.workplace.clock().now()
        given = ActInput(act, ref, by, **said)  # type: ignore[arg-type]
        Recorder(session, now, site.workplace.evidence, 2022).record(given)


def test_the_form_of_a_composite_asks_for_words_and_shows_where_the_number_comes_from(
    shown: Site,
) -> None:
    page = unescape(shown.client(LEAD).get(f"/report/2022/{WHOLE}").text)
    assert 'name="value"' not in page
    assert 'name="narrative"' in page
    assert "tính từ các chỉ tiêu thành phần" in page


def test_no_page_asks_a_composite_for_a_figure(shown: Site) -> None:
    item = unescape(shown.client(LEAD).get(f"/items/2022/{WHOLE}").text)
    assert "Phải đạt đến mốc này" not in item
    assert "tính từ các chỉ tiêu thành phần" in item
    work = unescape(shown.client(LEAD).get("/work").text)
    row = work.partition(WHOLE)[2].partition("</article>")[0] or work
    assert "Phải đạt: –" not in row


def test_its_letter_asks_for_no_figure() -> None:
    asked = LetterItem("Bộ tiêu chí", "", "", "%", None, Kind.COMPOSITE, "Phúc Yên", None)
    assert item_rows._facts(asked, "vi") == "tính từ các chỉ tiêu thành phần"
    number = asked._replace(kind=Kind.INCREMENT, expected=Decimal(90))
    assert item_rows._facts(number, "vi").startswith("Phải đạt: 90")


def test_the_digest_and_the_overview_say_what_it_comes_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moved into the quarter. Across its units it is not added up: one of two has a result."""
    monkeypatch.setattr(indicators_in_sql, "MAX_INDICATORS", 99)  # more units carry others
    with writing(site.workplace.engine) as session:
        query = select(Checkpoint).join(*ASSIGNMENT_OF_CHECKPOINT)
        whole = session.exec(query.where(Assignment.ref == WHOLE.partition("/")[0])).one()
        whole.due_on = date(2022, 6, 30)
    report(site, PART, LEAD, "81")  # of 90 in the year
    site.advance()
    record(site, Act.VERIFY, PART, OFFICE)
    site.advance()
    client = site.client(OFFICE)
    made = client.post("/digests", data={"quarter": "2022-Q2", "unit": "PY"})
    for page, figure in ((made.headers["location"], "90%"), ("/overview", ">1/2<")):
        text = unescape(client.get(page).text)
        assert figure in text.partition(TITLE)[2].partition("</tr>")[0], page


def test_a_number_of_a_composite_is_refused_and_words_are_a_report(site: Site) -> None:
    with pytest.raises(BadInput) as error:
        report(site, WHOLE, LEAD, "90")
    assert error.value.key == "act.computed_value"
    record(site, Act.REPORT, WHOLE, LEAD, narrative="Đủ hồ sơ.", confirmed=True)
    site.advance()
    record(site, Act.VERIFY, WHOLE, OFFICE)


def test_all_pages_show_what_the_components_come_to(site: Site) -> None:
    report(site, PART, LEAD, "81")  # of 90 in the year
    site.advance()
    record(site, Act.VERIFY, PART, OFFICE)
    site.advance()
    item = unescape(site.client(OFFICE).get(f"/items/2022/{WHOLE}").text)
    assert "Tính từ 2 chỉ tiêu thành phần" in item
    assert "90%" in item.partition("Mức đạt tổng hợp")[2].partition("</li>")[0]
    board = unescape(site.client(OFFICE).get(f"/boards/{PHUC_YEN}").text)
    assert "90%" in board.partition("Bộ tiêu chí đô thị văn hóa</a>")[2].partition("</tr>")[0] or (
        "90%" in board.rpartition("DTVH00@PY</small>")[2].partition("</tr>")[0]
    )
