"""A unit's own report of a quarter, half a year and the year: what follows, what was corrected."""

import re
from decimal import Decimal

from sample_acts import record
from sites import Site
from unit_papers_of_sample import SECRETARIAT, paper_as

from dondoc.services.acts.act_input import ActInput
from dondoc.services.figures.quarter import parse_period
from dondoc.services.papers.context import context_of
from dondoc.services.papers.unit_request import UnitPaperKind
from models.rules.checkpoints import Act

FARMERS, TAM_DUONG = 20, 6


def blocks(site: Site, unit_id: int, period: str) -> list[dict[str, object]]:
    paper = paper_as(site, SECRETARIAT, UnitPaperKind.REPORT, unit_id, period=parse_period(period))
    assert paper is not None
    found: list[dict[str, object]] = context_of(paper)["blocks"]
    return found


def test_it_says_that_nothing_is_due_after_the_years_end(shown: Site) -> None:
    said = [str(block.get("text")) for block in blocks(shown, FARMERS, "2022")]
    assert "Theo kế hoạch năm 2022, kỳ tới không có mốc nào đến hạn mà chưa báo cáo." in said


def test_it_lists_what_is_due_in_the_period_that_follows_and_does_not_say_none(
    shown: Site,
) -> None:
    for period in ("2022-Q1", "2022-Q2", "2022-H1"):
        said = str(blocks(shown, FARMERS, period))
        assert "kỳ tới không có mốc" not in said and "Việc đến hạn trong kỳ tới" in said


def test_it_lists_what_was_corrected_of_the_units_approved_results(site: Site) -> None:
    """The sentence that counts them stood there alone."""
    client = site.client(SECRETARIAT)
    made = client.post("/digests", data={"quarter": "2022-Q1"})
    path = str(made.headers["location"]).partition("?")[0]
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(path).text)
    assert seen
    form = {"seen": seen[1].replace("&amp;", "&")}
    assert client.post(f"{path}/approve", data=form).status_code == 303
    given = ActInput(
        Act.CORRECT, "GPMB01@TD/B1", SECRETARIAT, value=Decimal(7), reason="Đo lại",
        confirmed=True,
    )  # fmt: skip
    record(site, given)
    site.advance()
    said = str(blocks(site, TAM_DUONG, "2022-Q2"))
    assert "Đã đính chính 1 kết quả của kỳ đã duyệt." in said
    assert "9,2 ha" in said and "7 ha" in said and "Đo lại" in said
    assert "Đính chính kết quả" not in str(blocks(site, FARMERS, "2022-Q2"))
