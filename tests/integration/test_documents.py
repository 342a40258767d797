"""The commands shown in the documents are run as they stand: an example that lies fails here.

Each line `$ dondoc ...` of a ```console block is run in order, in a copy of one prepared sample,
in a folder that holds `examples/` as a checkout does. `# exit 1` behind a command names the
exit code it ends with.
"""

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from samples import sample_in_the_morning

from dondoc.cli.failures import reported
from dondoc.cli.main import app
from dondoc.clock import at
from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
from dondoc.services.advance.drain import advance
from dondoc.services.sample import SAMPLE_DAY, fill
from dondoc.services.script import read_script
from dondoc.settings import Settings
from dondoc.workplace import SAMPLE_DATABASE, open_workplace

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "docs/user-guide.vi.md", "docs/user-guide.en.md")

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ dondoc (?P<words>.*?)(?:\s+# exit (?P<code>\d))?$")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@dataclass(frozen=True)
class Example:
    """A command of a document, without its first word, and the exit code it promises."""

    words: list[str]
    code: int


def examples(text: str) -> Iterator[Example]:
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            if found := _COMMAND.match(line):
                yield Example(shlex.split(found["words"]), int(found["code"] or 0))


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample as `dondoc up` leaves it, made without Prefect."""
    home = tmp_path_factory.mktemp("prepared")
    workplace = open_workplace(Settings(home=home), SAMPLE_DATABASE)
    workplace = sample_in_the_morning(workplace, SAMPLE_DAY)
    acts = read_script(SAMPLE_ACTS)
    fill(workplace.engine, SAMPLE_PLAN, acts, at(SAMPLE_DAY, 0), workplace.evidence)
    advance(workplace.engine, workplace.clock())
    workplace.engine.dispose()
    return home


@pytest.fixture
def here(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a sample of its own."""
    home = tmp_path / "var"
    shutil.copytree(prepared, home)
    (tmp_path / "examples").mkdir()
    shutil.copy(SAMPLE_PLAN, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_HOME", str(home))
    for name in ("DONDOC_DATABASE_URL", "DONDOC_MAIL_URL", "DONDOC_PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_commands_end_as_they_say(
    document: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = list(examples(read(document)))
    assert shown, f"{document} shows no command"
    for one in shown:
        monkeypatch.setattr(sys, "argv", ["dondoc", *one.words])
        code = reported(app)
        told = capsys.readouterr()
        assert code == one.code, f"dondoc {shlex.join(one.words)}\n{told.out}\n{told.err}"


@pytest.mark.parametrize("document", [*DOCUMENTS, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_its_links_lead_somewhere(document: str) -> None:
    folder = (ROOT / document).parent
    assert not [link for link in _LINK.findall(read(document)) if not (folder / link).exists()]


def test_the_two_guides_show_the_same_commands() -> None:
    """Texts in quotation marks may differ: they are written in the reader's language."""
    vietnamese, english = (
        [[word for word in one.words if " " not in word] for one in examples(read(document))]
        for document in DOCUMENTS[1:]
    )
    assert vietnamese == english


def test_it_reads_a_promised_exit_code() -> None:
    text = '```console\n$ dondoc verify X@Y/Q1 --reason "a # b"  # exit 1\nanswer\n```\n'
    assert list(examples(text)) == [Example(["verify", "X@Y/Q1", "--reason", "a # b"], 1)]
