"""Commands and their options stand in the words of the command line alone."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dondoc.cli import wording
from dondoc.i18n import LANGUAGES, LOCALE_DIR

ROOT = Path(__file__).parents[3]
COMMAND = re.compile(r"\bdondoc [a-z]+|(?<![-\w])--[a-z]{2,}|\bdoctor\b")
OWN = "cli.words."


def texts(lang: str, area: str) -> dict[str, str]:
    """Key by key, all plural forms of a message together."""
    with (LOCALE_DIR / lang / "LC_MESSAGES" / f"{area}.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    said = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        parts = [message.string] if isinstance(message.string, str) else message.string
        said[key] = "\n".join(parts)
    return said


def areas() -> list[str]:
    return sorted(path.stem for path in (LOCALE_DIR / "en" / "LC_MESSAGES").glob("*.po"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_letter_or_refusal_names_a_command(lang: str) -> None:
    leaks = [
        f"{area}: {key}"
        for area in areas()
        if area != "cli"
        for key, text in texts(lang, area).items()
        if COMMAND.search(text)
    ]
    assert leaks == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_or_service_takes_words_that_name_a_command(lang: str) -> None:
    keys = {key for key, text in texts(lang, "cli").items() if COMMAND.search(text)}
    assert f"{OWN}programme.none" in keys
    sources = [
        path
        for folder in ("dondoc/web", "dondoc/services", "dondoc/channels", "templates", "flows")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    ]
    leaks = [
        (str(path.relative_to(ROOT)), key)
        for path in sources
        for key in re.findall(r"[\"']([a-z_]+(?:\.[a-z0-9_]+)+)[\"']", path.read_text("utf-8"))
        if key in keys
    ]
    assert leaks == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_of_the_command_line_stand_for_words_that_there_are(lang: str) -> None:
    known = {key for area in areas() for key in texts(lang, area)}
    own = {key.removeprefix(OWN) for key in texts(lang, "cli") if key.startswith(OWN)}
    assert own and own - known == set()


def test_the_command_line_says_how_to_go_on() -> None:
    assert "dondoc plan load" in wording.tr("programme.none")
    assert "--to" in wording.tr("settings.error.pause_over", end="1/1/2026")
    assert wording.tr("act.report") == wording._shared("act.report")
