"""The ladder as data: what is in force, files that are good or must be mended, and history."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factory import district
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.i18n import LANGUAGES, Language, translator
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reminders.ladder.files import write_ladder_file
from dondoc.services.reminders.ladder.in_force import (
    BadLadder,
    InForce,
    LadderScope,
    Replaced,
    ladder_in_force,
    read_checked,
    replace_ladder,
)
from dondoc.store.database import reading, writing
from models.event import Event, EventKind
from models.indicator import Indicator
from models.installation import ChannelSetup
from models.person import ProgrammeMandate
from models.programme import LadderStep, Programme
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience, Mandate

TODAY = date(2022, 3, 1)
LT, PARTY = LadderScope(unit="LT"), LadderScope(category="Xây dựng Đảng")
EARLY = Step(-5, Audience.LEAD, Firmness.REMIND, channel="zalo")
LATE = Step(2, Audience.UNIT_HEAD, Firmness.URGE, every=4)
GOOD = """
[[step]]
offset = 2
every = 4
audience = "unit_head"
firmness = "urge"

[[step]]
offset = -5
audience = "lead"
firmness = "remind"
channel = "zalo"
"""


@pytest.fixture
def engine(engine: Engine) -> Engine:
    with writing(engine) as session:
        district(session).checkpoint(date(2022, 3, 31))
        session.scalars(select(Indicator)).one().category = "Xây dựng Đảng"
        session.add(ChannelSetup(name="zalo"))
    return engine


def programme(session: Session) -> Programme:
    return session.scalars(select(Programme)).one()


def replace(engine: Engine, scope: LadderScope, *steps: Step, by: str = "dung") -> Replaced:
    with writing(engine) as session:
        return replace_ladder(session, programme(session), scope, steps, (by, at(TODAY)))


def in_force(engine: Engine, scope: LadderScope) -> InForce:
    with reading(engine) as session:
        return ladder_in_force(session, programme(session), scope, TODAY)


def events(engine: Engine) -> list[Event]:
    with reading(engine) as session:
        query = select(Event).where(col(Event.kind) == EventKind.CHANGED)
        return list(session.scalars(query))


def checked(engine: Engine, path: Path) -> tuple[Step, ...]:
    with reading(engine) as session:
        return read_checked(session, path)


def troubles(engine: Engine, path: Path, lang: Language = "vi") -> list[str]:
    with pytest.raises(BadLadder) as bad:
        checked(engine, path)
    return bad.value.text(translator(lang)).splitlines()[1:]


def written(folder: Path, text: str) -> Path:
    path = folder / "nac.toml"
    path.write_text(text, encoding="utf-8")
    return path


def sheet(folder: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    headings = ("Số ngày làm việc", "Lặp lại mỗi", "Nhắc ai", "Mức độ", "Kênh", "Mã đơn vị")
    for row in (headings, *rows):
        book.active.append(row)
    book.save(folder / "nac.xlsx")
    return folder / "nac.xlsx"


def test_the_most_specific_ladder_is_in_force_and_says_so(engine: Engine) -> None:
    assert in_force(engine, LT).given_for == LadderScope()
    replace(engine, PARTY, EARLY)
    both = LadderScope("Xây dựng Đảng", "LT")
    assert in_force(engine, both).given_for == PARTY
    replace(engine, LT, LATE)
    assert in_force(engine, both).given_for == LT
    found = in_force(engine, LT)
    assert [(step.offset, step.every, step.audience) for step in found.steps] == [
        (2, 4, Audience.UNIT_HEAD)
    ]


def test_replacing_one_scope_leaves_the_others_alone(engine: Engine) -> None:
    general = in_force(engine, LadderScope()).steps
    replace(engine, LT, LATE, EARLY)
    done = replace(engine, LT, EARLY)
    assert done == Replaced((EARLY, LATE), (EARLY,))
    assert in_force(engine, LadderScope()).steps == general
    replace(engine, LadderScope(), LATE)
    assert in_force(engine, LadderScope()).steps == (LATE,)
    assert in_force(engine, LT).steps[0].channel == "zalo"


def test_without_its_own_ladder_a_unit_has_the_general_one_again(engine: Engine) -> None:
    replace(engine, LT, EARLY)
    replace(engine, LT)
    assert in_force(engine, LT).given_for == LadderScope()
    with pytest.raises(Refused, match="keeps_general"):
        replace(engine, LadderScope())


def test_history_keeps_the_old_and_the_new(engine: Engine) -> None:
    replace(engine, LT, EARLY)
    replace(engine, LT, LATE)
    last = events(engine)[-1]
    assert (last.data["what"], last.data["unit"]) == ("ladder", "LT")
    assert [one["offset"] for one in last.data["old"]] == [-5]
    assert last.data["new"] == [
        {"offset": 2, "every": 4, "audience": "unit_head", "firmness": "urge"}
    ]
    assert last.actor_id is not None


def test_the_same_ladder_again_is_no_change(engine: Engine) -> None:
    replace(engine, LT, EARLY, LATE)
    assert not replace(engine, LT, LATE, EARLY).changed
    assert len(events(engine)) == 1


@pytest.mark.parametrize("by", ["an", "binh", "giang", "ha"])
def test_only_secretariat_and_administrators_replace_it(engine: Engine, by: str) -> None:
    before = in_force(engine, LadderScope())
    with pytest.raises(Refused, match="not_yours"):
        replace(engine, LadderScope(), EARLY, by=by)
    assert in_force(engine, LadderScope()) == before


def test_an_administrator_may(engine: Engine) -> None:
    with writing(engine) as session:
        mandate = session.scalars(
            select(ProgrammeMandate).where(
                col(ProgrammeMandate.mandate) == Mandate.STANDING_COMMITTEE
            )
        ).one()
        mandate.mandate = Mandate.ADMINISTRATOR
    assert replace(engine, LT, EARLY, by="giang").changed


@pytest.mark.parametrize(
    ("scope", "why"),
    [(LadderScope(unit="XX"), "unit.unknown"), (LadderScope("Văn hóa"), "no_category")],
)
def test_the_unit_and_the_category_exist(engine: Engine, scope: LadderScope, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        replace(engine, scope, EARLY)
    with pytest.raises(BadInput, match=why):
        in_force(engine, scope)


def test_a_category_is_known_in_any_case(engine: Engine) -> None:
    replace(engine, LadderScope("xây dựng đảng"), EARLY)
    with reading(engine) as session:
        own = [one for one in ladder_of(session, programme(session)) if one.category]
        assert [one.category for one in own] == ["Xây dựng Đảng"]


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
def test_a_file_that_is_no_ladder_is_told(
    engine: Engine, tmp_path: Path, text: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        checked(engine, written(tmp_path, text))


def test_a_missing_or_foreign_file_is_told(engine: Engine, tmp_path: Path) -> None:
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


def test_nothing_is_saved_of_a_ladder_with_a_slip(engine: Engine, tmp_path: Path) -> None:
    with reading(engine) as session:
        before = len(session.scalars(select(LadderStep)).all())
    troubles(engine, written(tmp_path, GOOD + '\n[[step]]\noffset = 1\naudience = "lead"'))
    with reading(engine) as session:
        assert len(session.scalars(select(LadderStep)).all()) == before
