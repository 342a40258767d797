"""What the command line says of itself, in the reader's language and quickly."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer._click.core import Command
from typer.core import TyperGroup

from dondoc.cli.failures import BAD_INPUT, DONE, reported
from dondoc.cli.main import app
from dondoc.cli.usage import in_own_words

DONDOC = Path(sys.executable).with_name("dondoc")
HEAVY = ("prefect", "apprise", "sqlalchemy", "rich.table", "pydantic_settings", "babel")


def _help(lang: str | None = None) -> str:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DONDOC_")}
    added = {"DONDOC_LANG": lang} if lang else {}
    done = subprocess.run(
        [DONDOC, "--help"], env=kept | added, capture_output=True, text=True, check=True
    )
    return done.stdout


def _say(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["dondoc", *words.split()])
    code = reported(app)
    said = capsys.readouterr()
    assert said.out == ""
    return code, said.err


def _commands(command: Command, name: str) -> Iterator[tuple[str, Command]]:
    yield name, command
    if isinstance(command, TyperGroup):
        for one, inner in command.commands.items():
            yield from _commands(inner, f"{name} {one}")


COMMANDS = dict(_commands(in_own_words(app), "dondoc"))


def test_it_helps_in_vietnamese_unless_told_otherwise() -> None:
    text = _help()
    assert text.startswith("Cách dùng: dondoc [TÙY CHỌN] LỆNH")
    assert "Nộp báo cáo, hoặc cập nhật tiến độ." in text
    for english in ("Usage", "Options", "Commands", "Show", "OPTIONS", "COMMAND"):
        assert english not in text


def test_it_helps_in_english() -> None:
    text = _help("en")
    assert text.startswith("Usage: dondoc [OPTIONS] COMMAND")
    assert "File a report, or an interim update." in text
    assert "Tùy chọn" not in text


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['dondoc', '--help']\n"
        "from dondoc.cli.failures import reported\n"
        "from dondoc.cli.main import app\n"
        "reported(app)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMMANDS[name]
    helps = [command.help or "", *(getattr(param, "help", "") or "" for param in command.params)]
    assert all(text and not text.startswith("help.") for text in helps), helps


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_days_are_of_the_running_year(name: str) -> None:
    command = COMMANDS[name]
    texts = [command.help or "", *(getattr(param, "help", "") or "" for param in command.params)]
    assert not any("2022" in text or "{year}" in text for text in texts), texts


@pytest.mark.parametrize("name", COMMANDS)
def test_no_value_is_named_in_the_words_of_programmers(name: str) -> None:
    for param in COMMANDS[name].params:
        if not getattr(param, "is_flag", False):
            assert param.metavar and not param.metavar.startswith("cli.metavar"), param.name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("bao-cao", "Không có lệnh 'bao-cao'."),
        ("statu", "Có phải đồng chí muốn ghi: 'status'?"),
        ("report", "Còn thiếu 'MỐC'."),
        ("report DV01@LT/Q1", "Còn thiếu '--by'."),
        ("status --nam", "Không có tùy chọn --nam."),
        ("status --jso", "Có phải đồng chí muốn ghi: --json"),
        ("status --year", "Sau --year cần ghi thêm giá trị."),
        ("status --json=1", "Sau --json không ghi giá trị."),
        ("status --year hai", "'--year': cần một số nguyên, ví dụ 20"),
        ("status 1 2", "Thừa phần: 1 2."),
        ("status --as-of 31/2/2022", "'--as-of': không có ngày «31/2/2022»."),
        ("report X --by Y --value 1,x", "'--value': không đọc được số «1,x»."),
        ("report X --by Y --value -", "'--value': không đọc được số «-»."),
        ("return X --by Y --new-due mai", "'--new-due': không có ngày «mai»."),
    ],
)
def test_a_mistake_in_typing_is_narrative_in_words(
    words: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = _say(words, monkeypatch, capsys)
    assert code == BAD_INPUT
    assert said in text
    for english in ("Error", "Invalid", "Missing", "No such", "Try ", "Usage", "Did you"):
        assert english not in text


def test_it_shows_its_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dondoc", "--version"])
    assert reported(app) == DONE
    assert capsys.readouterr().out.count(".") >= 1
