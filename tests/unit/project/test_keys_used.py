"""Words that nothing says any more are gone, and each key lies where one looks for it."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from parsed import nodes, text_of

from dondoc.i18n import LANGUAGES, LOCALE_DIR

ROOT = Path(__file__).parents[3]
SOURCES = [
    path
    for folder in ("dondoc", "flows", "models", "templates")
    for path in ROOT.joinpath(folder).rglob("*")
    if path.suffix in {".py", ".html", ".txt", ".toml"} and path.parent.name != "versions"
]
FROM_OUTSIDE = ("cli.setting.", "cli.file.")
"""Completed by what the checker of settings and the system call their errors."""
COMPLETED = (
    "cli.metavar.",
    "role.",
    "websettings.told.",
    *("file_request.told.", "recheck.told.", "personal_data.access.", "personal_data.deduction."),
    *("personal_data.fact.", "personal_data.holding.", "personal_data.language."),
    *("personal_data.look.", "personal_data.message.", "personal_data.note."),
    *("personal_data.page.", "personal_data.record.", "personal_data.submission."),
    *("personal_data.verdict.", "staffing.seat."),
    "cli.up.did.",
    "settings.what.evaluation_commented_",
    "settings.what.evaluation_proposed_",
    "explain.ladder.",
    "item.history.",
    *("digest.counted.", "digest.left.", "digest.overdue_changed.", "digest.reported."),
    *("digest.key.changed.", "digest.key.left."),
)
"""Completed where the beginning is a variable, or several parts are put together."""
ANOTHER_PROGRAMS = {"click"}

_KEY = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
_ENDS = r"([a-z0-9_.]+)"
_BEGINNING = re.compile(r"[a-z_]+\.")
_IN_TEMPLATE = re.compile(r"""["']([a-z_]+\.[a-z0-9_.]*)["']\s*~""")
_ENDING_IN_TEMPLATE = re.compile(r"""~\s*["'](\.[a-z0-9_.]+)["']""")


def areas(lang: str) -> list[Path]:
    """The catalogues of a language that hold keys of ours."""
    folder = LOCALE_DIR / lang / "LC_MESSAGES"
    return [path for path in sorted(folder.glob("*.po")) if path.stem not in ANOTHER_PROGRAMS]


def keys(path: Path) -> list[str]:
    return re.findall(r'^msgid "(.+)"$', text_of(path), re.MULTILINE)


@cache
def text() -> str:
    return "\n".join(text_of(path) for path in SOURCES)


def joined_texts() -> Iterator[list[ast.expr]]:
    """The parts of every text that the code puts together."""
    for path in SOURCES:
        if path.suffix == ".py":
            for node in nodes(path):
                if isinstance(node, ast.JoinedStr):
                    yield node.values


def beginnings() -> Iterator[str]:
    """Patterns of keys whose end, or a part in the middle, is filled in when the code runs."""
    for parts in joined_texts():
        first = parts[0]
        if isinstance(first, ast.Constant) and _BEGINNING.match(str(first.value)):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else _ENDS
                for part in parts
            )
    yield from (re.escape(start) + _ENDS for start in _IN_TEMPLATE.findall(text()))


def endings() -> set[str]:
    """What is put behind a key that stands elsewhere in whole, such as `_near`."""
    behind = {
        str(parts[1].value)
        for parts in joined_texts()
        if len(parts) == 2
        and isinstance(parts[0], ast.FormattedValue)
        and isinstance(parts[1], ast.Constant)
        and re.fullmatch(r"[._][a-z_.]+", str(parts[1].value))
    }
    return behind | set(_ENDING_IN_TEMPLATE.findall(text()))


def unsaid(key: str, patterns: list[re.Pattern[str]], words: set[str]) -> bool:
    """Whether no pattern gives the key with words that stand in the sources."""
    filled = [found.groups() for pattern in patterns if (found := pattern.fullmatch(key))]
    return not any(
        all(word in words for part in parts for word in part.split(".")) for parts in filled
    )


def test_no_key_is_left_that_nothing_says() -> None:
    whole = set(_KEY.findall(text()))
    words = set(re.findall(r"[a-z0-9_]+", text()))
    patterns = [re.compile(pattern) for pattern in set(beginnings())]
    behind = tuple(endings())
    left = {
        key
        for path in areas("vi")
        for key in keys(path)
        if key not in whole
        and not key.startswith(FROM_OUTSIDE)
        and not (key.startswith(COMPLETED) and key.rpartition(".")[2].split("_")[0] in words)
        and not any(key.endswith(end) and key.removesuffix(end) in whole for end in behind)
        and unsaid(key, patterns, words)
    }
    assert not left, f"nothing says these words: strike them off, in both languages: {sorted(left)}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_begins_alike_lies_in_one_catalogue(lang: str) -> None:
    places = defaultdict(set)
    for path in areas(lang):
        for key in keys(path):
            places[key.partition(".")[0]].add(path.stem)
    twice = {first: sorted(names) for first, names in places.items() if len(names) > 1}
    assert not twice, f"keys that begin so lie in more than one catalogue: {twice}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_key_stands_once_and_no_words_are_in_doubt(lang: str) -> None:
    times = Counter(key for path in areas(lang) for key in keys(path))
    assert {key: count for key, count in times.items() if count > 1} == {}
    assert not [path for path in areas(lang) if "#, fuzzy" in text_of(path)]


def test_both_languages_have_their_keys_in_one_order() -> None:
    vietnamese, english = ({path.stem: keys(path) for path in areas(lang)} for lang in LANGUAGES)
    other = [
        f"{area}.po: {ours} / {theirs}"
        for area in vietnamese
        for ours, theirs in zip(vietnamese[area], english.get(area, []), strict=False)
        if ours != theirs
    ]
    assert not other, f"the first keys that stand in another order, vi / en: {other[0]}"
    assert vietnamese == english, "a catalogue has more keys in one language than in the other"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_catalogues_begin_alike(lang: str) -> None:
    heads = set()
    for path in areas(lang):
        with path.open("rb") as file:
            heads.add((read_po(file, locale=lang).plural_forms, path.read_text().split("\n\n")[0]))
    assert len(heads) == 1
