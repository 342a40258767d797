"""What-if of a period with decisions: what is decided stands apart from what is computed."""

import html
import re

from session_on_pages import STANDING, decided, finished
from sites import Site

from models.rules.evaluation import Grade

AT = "/evaluation/2022/Q1/what-if"


def seen(site: Site, query: str) -> str:
    return html.unescape(site.client(STANDING).get(f"{AT}?{query}").text)


def test_the_grades_of_now_are_those_that_were_decided(site: Site) -> None:
    finished(site)
    page = seen(site, "p.denominator=completed&show=all")
    assert "mức hiện nay là mức đã quyết định" in page
    good = sum(step.grade is Grade.GOOD for step in decided(site))
    (counts,) = re.findall(r'aria-labelledby="counts-title">(.*?)</table>', page, re.DOTALL)
    assert re.findall(r'data-label="([^"]*)"', counts)[:3] == [
        "Hiện nay (đã quyết định)", "Tính theo bộ quy tắc của kỳ", "Nếu hiểu khác",
    ]  # fmt: skip
    (row,) = re.findall(r"Hoàn thành tốt nhiệm vụ</th>(.*?)</tr>", counts, re.DOTALL)
    assert good and re.findall(r">(\d+)<", row)[0] == str(good)
    assert page.count("<strong>hoàn thành tốt nhiệm vụ</strong>") >= 1


def test_where_nothing_is_decided_there_is_one_now(shown: Site) -> None:
    page = shown.client(STANDING).get(f"{AT}?p.denominator=completed").text
    assert "Hiện nay (đã quyết định)" not in page and 'data-label="Hiện nay"' in page


def test_what_is_recorded_can_be_read_otherwise(shown: Site) -> None:
    page = shown.client(STANDING).get(AT).text
    for name in ("transfer", "absence_days", "absence_from", "due_in_absence", "heads_tasks"):
        assert f'name="p.{name}"' in page, name
    other = shown.client(STANDING).get(f"{AT}?p.transfer=by_working_days").text
    assert "Khác nhau ở 1 tham số" in other
