"""Ladders in files: what is good, what must be mended and where, and what is written back."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factory import district
from ladder_texts import GOOD, checked, in_force, troubles, written
from sqlalchemy import Engine, select

from dondoc.errors import BadInput
from dondoc.i18n import LANGUAGES, Language
from dondoc.services.reminders.ladder.files import write_ladder_file
from dondoc.services.reminders.ladder.in_force import (
    LadderScope,
)
from dondoc.store.database import writing
from models.indicator import Indicator
from models.installation import ChannelSetup
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience

LT, PARTY = LadderScope(unit="LT"), LadderScope(category="Xây dựng Đảng")
EARLY = Step(-5, Audience.LEAD, Firmness.REMIND, channel="zalo")
LATE = Step(2, Audience.UNIT_HEAD, Firmness.URGE, every=4)


@pytest.fixture
def engine(engine: Engine) -> Engine:
    with writing(engine) as session:
        district(session).checkpoint(date(2022, 3, 31))
        session.scalars(select(Indicator)).one().category = "Xây dựng Đảng"
        session.add(ChannelSetup(name="zalo"))
    return engine


def sheet(folder: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    headings = ("Số ngày làm việc", "Lặp lại mỗi", "Nhắc ai", "Mức độ", "Kênh", "Mã đơn vị")
    for row in (headings, *rows):
        book.active.append(row)
    book.save(folder / "nac.xlsx")
    return folder / "nac.xlsx"


def test_a_good_file_is_read_in_the_order_of_days(engine: Engine, tmp_path: Path) -> None:
    assert checked(engine, written(tmp_path, GOOD)) == (EARLY, LATE)


@pytest.mark.parametrize("name", ["ra.toml", "ra.xlsx"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_written_is_read_back(
    engine: Engine, tmp_path: Path, name: str, lang: Language
) -> None:
    steps = (EARLY, *in_force(engine, LadderScope()).steps)
    write_ladder_file(tmp_path / name, steps, lang)
    found = checked(engine, tmp_path / name)
    assert set(found) == set(steps) and len(found) == len(steps)


def test_every_slip_is_named_with_its_line_and_part(engine: Engine, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
[[step]]
offset = "ba"
audience = "boss"
firmness = "remind"
chanel = "zalo"

[[step]]
offset = 1
every = 0
audience = "lead"
firmness = "urge"
channel = "bồ câu"
""",
    )
    found = troubles(engine, path)
    assert [one.split(":")[0] for one in sorted(found)] == [
        "Nấc thứ 1 (dòng 2), mục «audience»",
        "Nấc thứ 1 (dòng 2), mục «chanel»",
        "Nấc thứ 1 (dòng 2), mục «offset»",
        "Nấc thứ 2 (dòng 8), mục «every»",
    ]
    assert "committee_secretary" in "".join(found)


@pytest.mark.parametrize(
    ("last", "part", "said"),
    [
        ('offset = -5\naudience = "lead"\nfirmness = "urge"', "offset", "already"),
        ('offset = 9\naudience = "unit_head"\nfirmness = "remind"', "firmness", "milder"),
        ('offset = 9\naudience = "lead"\nfirmness = "urge"\nchannel = "sms"', "channel", "mail"),
    ],
)
def test_steps_must_fit_together(
    engine: Engine, tmp_path: Path, last: str, part: str, said: str
) -> None:
    (found,) = troubles(engine, written(tmp_path, f"{GOOD}\n[[step]]\n{last}"), "en")
    assert found.startswith(f'Step 3 (line 14), "{part}"') and said in found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[step]\noffset = 1", "ladder.syntax"),
        ("offset = 1", "ladder.only_steps"),
        ("step = 3", "ladder.only_steps"),
        ("", "ladder.empty"),
    ],
)
def test_a_file_that_is_no_ladder_is_narrative(
    engine: Engine, tmp_path: Path, text: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        checked(engine, written(tmp_path, text))


def test_a_missing_or_foreign_file_is_narrative(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"plan\.file\.missing"):
        checked(engine, tmp_path / "khong-co.toml")
    (tmp_path / "nac.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="not_text"):
        checked(engine, tmp_path / "nac.toml")
    book = openpyxl.Workbook()
    book.active.append(("Họ tên", "Tuổi"))
    book.save(tmp_path / "khac.xlsx")
    with pytest.raises(BadInput, match="no_sheet"):
        checked(engine, tmp_path / "khac.xlsx")


def test_a_small_sheet_is_a_ladder_too(engine: Engine, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        (-5, None, "Cán bộ chủ trì", "Nhắc", "zalo", None),
        (2, 4, "Người đứng đầu đơn vị", "Đôn đốc", None, None),
    )
    assert checked(engine, path) == (EARLY, LATE)


def test_slips_in_a_sheet_are_named_by_their_cells(engine: Engine, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        (-5, None, "Cán bộ chủ trì", "Đôn đốc", None, None),
        (2, None, "Cán bộ chủ trì", "Nhắc", "sms", None),
        ("hai", None, "Trưởng BCĐ", "Yêu cầu", None, None),
        (4, None, "Trưởng BCĐ", "Yêu cầu", None, "LT"),
    )
    found = troubles(engine, path)
    cells = sorted(one.split("ô ")[1].split(":")[0] for one in found)
    assert cells == ["A4", "D3", "E3", "F5"]
