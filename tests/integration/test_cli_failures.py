"""Commands as processes of their own: exit codes, and words instead of tracebacks."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from cli_office import loaded_home, run  # noqa: F401

from dondoc.examples import SAMPLE_PLAN


@pytest.fixture
def loaded(loaded_home: Path, tmp_path: Path) -> Iterator[Path]:  # noqa: F811
    """A folder in which the data folder `home` holds the example plan."""
    shutil.copytree(loaded_home, tmp_path / "home")
    return tmp_path


@pytest.mark.parametrize(
    ("setting", "value", "code", "why"),
    [
        ("DONDOC_DATABASE_URL", "postgresql://127.0.0.1:1/dondoc", 1, "Không mở hoặc không dùng"),
        ("DONDOC_DATABASE_URL", "đây không phải địa chỉ", 2, "DONDOC_DATABASE_URL"),
        ("DONDOC_DATABASE_URL", "oracle://may/dondoc", 2, "DONDOC_DATABASE_URL"),
        ("DONDOC_DATABASE_URL", "mysql://may/dondoc", 2, "DONDOC_DATABASE_URL"),
        ("DONDOC_PREFECT_PORT", "bốn nghìn", 2, "DONDOC_PREFECT_PORT"),
        ("DONDOC_PREFECT_PORT", "99999", 2, "số quá lớn"),
        ("DONDOC_EMBEDDED", "khac", 2, "DONDOC_EMBEDDED"),
        ("DONDOC_HOME", "tep", 2, "tep"),
    ],
)
def test_a_setting_that_cannot_work_is_told_in_words(
    setting: str, value: str, code: int, why: str, tmp_path: Path
) -> None:
    (tmp_path / "tep").touch()
    found = run(tmp_path, "status", **{setting: value})
    assert (found.code, found.out) == (code, "")
    assert why in found.err


def test_a_mail_address_that_cannot_work_is_told_in_words(loaded: Path) -> None:
    found = run(loaded, "deliver", DONDOC_MAIL_URL="khong-co://x")
    assert (found.code, found.out) == (2, "")
    assert found.err.strip()
    checked = run(loaded, "doctor", DONDOC_MAIL_URL="khong-co://x")
    assert checked.code == 1
    assert "✗ Kênh gửi thư" in checked.out and "✓ Cơ sở dữ liệu" in checked.out


def test_a_password_in_an_address_is_never_shown(tmp_path: Path) -> None:
    url = "postgresql://nguoi:matkhau@127.0.0.1:1/dondoc"
    for words in (("status",), ("doctor",)):
        found = run(tmp_path, *words, DONDOC_DATABASE_URL=url)
        assert found.code == 1
        assert "matkhau" not in found.out + found.err


@pytest.mark.parametrize("name", ["khong-co.xlsx", "rac.xlsx", "thu-muc", "rong.xlsx", "x.txt"])
def test_a_plan_that_cannot_be_read_is_told_in_words(name: str, tmp_path: Path) -> None:
    (tmp_path / "rac.xlsx").write_bytes(b"PK\x03\x04 khong phai so")
    (tmp_path / "rong.xlsx").touch()
    (tmp_path / "x.txt").write_text("không phải sổ", encoding="utf-8")
    (tmp_path / "thu-muc").mkdir()
    found = run(tmp_path, "plan", "load", name)
    assert (found.code, found.out) == (2, "")
    assert found.err.strip()
    assert not list((tmp_path / "home").glob("*.sqlite"))


def test_a_target_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    found = run(tmp_path, "plan", "template", "khong/co/so.xlsx")
    assert found.code == 2
    assert "không có tệp hoặc thư mục này" in found.err


def test_without_a_terminal_a_change_is_not_made(loaded: Path) -> None:
    book = openpyxl.load_workbook(SAMPLE_PLAN)
    book["Giao chỉ tiêu"]["J8"] = 231
    book.save(loaded / "moi.xlsx")
    asked = run(loaded, "plan", "load", "moi.xlsx")
    assert asked.code == 1
    assert "--yes" in asked.err
    assert run(loaded, "plan", "load", "moi.xlsx", "--yes").code == 0


def test_exit_codes_tell_done_refused_and_misunderstood(loaded: Path) -> None:
    assert run(loaded, "status").code == 0
    assert run(loaded, "verify", "DV01@LT/Q1", "--by", "CB-LT1").code == 1
    assert run(loaded, "verify", "DV01@LT/Q9", "--by", "CB-LT1").code == 2
    assert run(loaded, "khong-co").code == 2
    assert run(loaded).code == 2


def test_it_speaks_english_when_asked(loaded: Path) -> None:
    refused = run(loaded, "verify", "DV01@LT/Q1", "--by", "CB-LT1", DONDOC_LANG="en")
    assert refused.code == 1
    assert refused.err.isascii() or "“" in refused.err
    assert "secretariat" in refused.err.lower()
