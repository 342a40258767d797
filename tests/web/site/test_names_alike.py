"""Two units, and two people, of one name: wherever one is chosen, it is clear which."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sites import Site, _close, open_site
from sqlmodel import Session, select

from dondoc.store import cache
from dondoc.store.database import writing
from models.person import Person, Position
from models.unit import UnitName

SECRETARIAT = "CB-VPTU3"
NAME, WHO = "Huyện Lập Thạch", "Phùng Công Bình"


@pytest.fixture(scope="module")
def twins(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample, in which two districts are called the same, and so are their chairmen."""
    site = open_site(sample_home, tmp_path_factory.mktemp("twins") / "home")
    with writing(site.workplace.engine) as session:
        _one(session, UnitName, "SL").name = NAME
        _one(session, Person, "CB-SL2").full_name = WHO
        chair = _one(session, Position, "LT-CT")
        _one(session, Position, "SL-CT").title = chair.title
    cache.forget()
    yield site
    _close(site)


def _one(session: Session, model: Any, code: str) -> Any:
    return session.exec(select(model).where(model.code == code)).one()


@pytest.mark.parametrize(
    "page",
    [
        "/overdue", "/verify", "/verify/silent", "/verify/results", "/register", "/preview",
        "/digests", "/programme/ladder", "/people/CB-LT2", "/committees/4",
        "/report/2022/DV01@LT/Q2",
    ],
)  # fmt: skip
def test_no_list_to_choose_from_says_the_same_twice(twins: Site, page: str) -> None:
    text = twins.client(SECRETARIAT if page[:7] != "/report" else "CB-LT2").get(page).text
    lists = re.findall(r"(?s)<select.*?</select>", text)
    words = [[unescape(each).strip() for each in re.findall(r"<option[^>]*>([^<]*)", one)]
             for one in lists]  # fmt: skip
    assert any(NAME in word for one in words for word in one)
    for one in words:
        assert [word for word, number in Counter(one).items() if number > 1] == []


def test_the_board_and_the_work_say_whose_it_is(twins: Site) -> None:
    text = twins.client(SECRETARIAT).get("/overdue?state=all").text
    assert f"{NAME} (LT)" in text and f"{NAME} (SL)" in text
    other = twins.client(SECRETARIAT).get("/overdue?state=all&unit=3").text
    assert "Huyện Bình Xuyên (" not in other
