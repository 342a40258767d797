"""What cannot work is told in words with the right exit code, never with a traceback."""

import shutil
from pathlib import Path

import pytest
from cli_office import Command, dondoc, loaded_home, office, run  # noqa: F401


@pytest.mark.parametrize(
    ("setting", "value", "code", "why"),
    [
        ("DONDOC_DATABASE_URL", "postgresql://127.0.0.1:1/dondoc", 1, "Không mở hoặc không dùng"),
        ("DONDOC_DATABASE_URL", "đây không phải địa chỉ", 2, "cần địa chỉ cơ sở dữ liệu"),
        ("DONDOC_DATABASE_URL", "khong-co://may/dondoc", 2, "cần địa chỉ cơ sở dữ liệu"),
        ("DONDOC_PREFECT_PORT", "bốn nghìn", 2, "DONDOC_PREFECT_PORT không dùng được"),
        ("DONDOC_PREFECT_PORT", "99999", 2, "số quá lớn"),
        ("DONDOC_EMBEDDED", "khac", 2, "chỉ nhận một trong các giá trị"),
        ("DONDOC_HOME", "tep", 2, "tep"),
    ],
)
def test_a_setting_that_cannot_work_is_narrative_in_words(
    dondoc: Command,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    setting: str,
    value: str,
    code: int,
    why: str,
) -> None:
    (tmp_path / "tep").touch()
    monkeypatch.setenv(setting, value)
    found = dondoc("status")
    assert (found.code, found.out) == (code, "")
    assert why in found.err


def test_a_mail_address_that_cannot_work_is_narrative_in_words(
    office: Command, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setenv("DONDOC_MAIL_URL", "khong-co://x")
    found = office("deliver")
    assert (found.code, found.out) == (2, "")
    assert found.err.strip()
    checked = office("doctor")
    assert checked.code == 1
    assert "✗ Kênh gửi thư" in checked.out and "✓ Cơ sở dữ liệu" in checked.out


def test_a_password_in_an_address_is_never_shown(
    dondoc: Command, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setenv("DONDOC_DATABASE_URL", "postgresql://nguoi:matkhau@127.0.0.1:1/dondoc")
    for command in ("status", "doctor"):
        found = dondoc(command)
        assert found.code == 1
        assert "matkhau" not in found.out + found.err


@pytest.mark.parametrize("name", ["khong-co.xlsx", "rac.xlsx", "thu-muc", "rong.xlsx", "x.txt"])
def test_a_plan_that_cannot_be_read_is_narrative_in_words(
    dondoc: Command, name: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    (tmp_path / "rac.xlsx").write_bytes(b"PK\x03\x04 khong phai so")
    (tmp_path / "rong.xlsx").touch()
    (tmp_path / "x.txt").write_text("không phải sổ", encoding="utf-8")
    (tmp_path / "thu-muc").mkdir()
    found = dondoc("plan", "load", name)
    assert (found.code, found.out) == (2, "")
    assert found.err.strip()
    assert not (tmp_path / "home").exists()
    assert dondoc("plan", "load", name, "--json").json["ok"] is False


def test_a_target_that_cannot_be_written_is_narrative_in_words(dondoc: Command) -> None:  # noqa: F811
    found = dondoc("plan", "template", "khong/co/so.xlsx")
    assert found.code == 2
    assert "không có tệp hoặc thư mục này" in found.err


def test_our_own_fault_is_kept_in_a_file_even_without_a_data_folder(
    dondoc: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    from dondoc.cli import failures

    monkeypatch.setattr(failures.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("dondoc.services.plan.check.check.check", lambda *_: 1 / 0)
    for home in ("home", "tep"):
        (tmp_path / "tep").touch()
        monkeypatch.setenv("DONDOC_HOME", str(tmp_path / home))
        found = dondoc("plan", "check", "so.xlsx")
        assert (found.code, found.out) == (3, "")
        log = Path(found.err.strip().rpartition(" ")[2])
        assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_process_ends_with_0_done_1_refused_2_misunderstood(
    loaded_home: Path, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    shutil.copytree(loaded_home, tmp_path / "home")
    done = run(tmp_path, "status", "--json")
    assert (done.code, done.err, done.json["assignments"]) == (0, "", 181)
    refused = run(tmp_path, "verify", "DV01@LT/Q1", "--by", "CB-LT1", DONDOC_LANG="en")
    assert (refused.code, refused.out) == (1, "")
    assert "secretariat" in refused.err.lower()
    misunderstood = run(tmp_path, "verify", "DV01@LT/Q9", "--by", "CB-LT1")
    assert (misunderstood.code, misunderstood.out) == (2, "")
    assert "Không có mốc «DV01@LT/Q9»" in misunderstood.err
