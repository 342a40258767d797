"""The commands shown in the documents are run as they stand: an example that lies fails here.

Each line `$ dondoc ...` of a ```console block is run in order, in a copy of one prepared sample,
in a folder that holds `examples/` as a checkout does. `# exit 1` behind a command names the
exit code it ends with. The ```python blocks of docs/programs.*.md are run against real pages.
"""

import json
import re
import shlex
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from samples import sample_in_the_morning
from starlette.routing import Match

from dondoc.cli.failures import reported
from dondoc.cli.main import app
from dondoc.clock import at, wall_clock
from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
from dondoc.services.accounts import api_tokens
from dondoc.services.accounts.api_tokens import TokenOwner, TokenScope
from dondoc.services.advance.drain import advance
from dondoc.services.integrations.webhooks.send import head
from dondoc.services.organisation.directory import find_person
from dondoc.services.sample.accounts import SHOWN
from dondoc.services.sample.fill import SAMPLE_DAY, fill
from dondoc.services.sample.script import read_script
from dondoc.settings import Settings
from dondoc.store.database import writing
from dondoc.web.app import create_app
from dondoc.web.routers import ROUTERS
from dondoc.workplace import SAMPLE_DATABASE, open_workplace
from models.account import Account

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = ("README.md", "docs/user-guide.vi.md", "docs/user-guide.en.md")
PROGRAMS = ("docs/programs.vi.md", "docs/programs.en.md")
ALL = sorted(
    str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ dondoc (?P<words>.*?)(?:\s+# exit (?P<code>\d))?$")
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ADDRESS = re.compile(r"(?:`|http://127\.0\.0\.1:8080)(/[^`\"?\s]*)")


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
    for folder in ("examples/evaluation", "dondoc/data/evaluation"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_HOME", str(home))
    for name in ("DONDOC_DATABASE_URL", "DONDOC_MAIL_URL", "DONDOC_PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    "document",
    # The two guides show the same commands, by a test below: one of them is enough here.
    [*DOCUMENTS[:2], pytest.param(DOCUMENTS[2], marks=pytest.mark.slow)],
)
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


@pytest.mark.parametrize("document", ALL)
def test_its_links_and_pictures_lead_somewhere(document: str) -> None:
    here = ROOT / document
    for path, anchor in _LINK.findall(read(document)):
        target = here.parent / path if path else here
        assert target.exists(), path
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), anchor


def anchors(text: str) -> set[str]:
    """The headings as GitHub makes anchors of them."""
    plain = (re.sub(r"[^\w\- ]", "", one.lower()) for one in _HEADING.findall(text))
    return {one.replace(" ", "-") for one in plain}


def test_the_two_guides_show_the_same_commands() -> None:
    """Texts in quotation marks may differ: they are written in the reader's language."""
    vietnamese, english = (
        [
            [word for word in example.words if " " not in word]
            for example in examples(read(document))
        ]
        for document in DOCUMENTS[1:]
    )
    assert vietnamese == english


def test_it_reads_a_promised_exit_code() -> None:
    text = '```console\n$ dondoc verify X@Y/Q1 --reason "a # b"  # exit 1\nanswer\n```\n'
    assert list(examples(text)) == [Example(["verify", "X@Y/Q1", "--reason", "a # b"], 1)]


@pytest.mark.parametrize("name", ["web", "programs"])
def test_the_addresses_that_it_names_are_there_in_both_languages(name: str) -> None:
    vietnamese, english = (
        set(_ADDRESS.findall(read(f"docs/{name}.{lang}.md"))) for lang in ("vi", "en")
    )
    assert vietnamese == english != set()
    assert not [one for one in english if not is_served(one)]


def is_served(address: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": address, "root_path": ""}
    routes = (one for router in ROUTERS for one in router.routes)
    return any(route.matches(scope)[0] is not Match.NONE for route in routes)


@pytest.mark.parametrize("document", ["docs/install.vi.md", "docs/install.en.md"])
def test_it_explains_exactly_the_settings_that_there_are(document: str) -> None:
    told = re.findall(r"^\| `(DONDOC_\w+)` \|", read(document), re.MULTILINE)
    assert sorted(told) == sorted(f"DONDOC_{name.upper()}" for name in Settings.model_fields)


def test_it_names_the_accounts_of_the_sample() -> None:
    assert not [code for code in SHOWN.values() if read("README.md").count(f"`{code}`") != 2]


def program(document: str, words: str) -> str:
    """The one Python block of a document in which these words stand."""
    (found,) = (one for one in _PYTHON.findall(read(document)) if words in one)
    return str(found)


@pytest.mark.parametrize("document", PROGRAMS)
def test_its_check_of_a_signature_takes_our_own_calls_alone(document: str) -> None:
    names: dict[str, Any] = {}
    exec(program(document, "def is_from_dondoc"), names)
    check, wall, body = names["is_from_dondoc"], wall_clock(), {"delivery": 1, "kind": "moved"}
    content = json.dumps(body).encode()
    ours, old = (head("secret", content, body, wall - timedelta(hours=ago)) for ago in (0, 1))
    assert check("secret", ours, content)
    assert not check("another", ours, content) and not check("secret", ours, content + b" ")
    assert not check("secret", old, content) and not check("secret", {}, content)


@pytest.fixture
def served(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sample's pages on a port of their own, and a token of CB-BX1 in the environment."""
    workplace = open_workplace(Settings(), SAMPLE_DATABASE)
    with writing(workplace.engine) as session:
        person = find_person(session, "CB-BX1")
        session.add(Account(person_id=person.key, made_at=wall_clock()))
        own = TokenOwner(session, person.key, workplace.clock().now(), wall_clock())
        token = api_tokens.make(own, "example", [TokenScope.READ, TokenScope.REPORT], 30)
    config = uvicorn.Config(create_app(workplace), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    monkeypatch.setenv("DONDOC_ADDRESS", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("DONDOC_TOKEN", token)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield
    server.should_exit = True
    thread.join()
    workplace.engine.dispose()


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("document", PROGRAMS)
def test_its_program_reads_its_work_and_reports(
    document: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {}
    exec(program(document, "urllib.request"), names)
    told = capsys.readouterr().out.splitlines()
    assert any("GPMB01@BX/B2" in line for line in told[:-1])
    assert told[-1] == "reported"
    exec(program(document, "/evaluation/"), names)
    (first, *_) = capsys.readouterr().out.splitlines()
    assert first.endswith(" Q1")
