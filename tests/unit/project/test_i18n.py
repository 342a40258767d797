"""Every key has words in both languages, with the same things to fill in."""

import ast
import re
import string
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from parsed import nodes, text_of

from dondoc.i18n import LANGUAGES, LOCALE_DIR, Language, translator
from models.event import EventKind
from models.message import MessageState
from models.nudge import NudgeKind, NudgeState
from models.rules.checkpoints import Act
from models.rules.due import DueState
from models.rules.evaluation import Grade
from models.rules.indicators import Basis
from models.rules.ladder import Firmness
from models.rules.roles import Audience, Role
from models.rules.stages import Stage, Standing

SOURCES = [
    path
    for folder in ("dondoc", "flows", "models", "templates")
    for path in Path(__file__).parents[3].joinpath(folder).rglob("*")
    if path.suffix in {".py", ".html", ".txt"}
]
OTHERS_WORDS = {"click"}
"""Catalogues whose keys are another program's English sentences: there is no English file."""

AREAS = sorted(
    path.stem
    for path in (LOCALE_DIR / "vi" / "LC_MESSAGES").glob("*.po")
    if path.stem not in OTHERS_WORDS
)
CHOICES: dict[str, tuple[type[StrEnum], ...]] = {
    "act": (Act,),
    "audience": (Audience,),
    "basis": (Basis,),
    "due_state": (DueState,),
    "event": (EventKind,),
    "firmness": (Firmness,),
    "grade": (Grade,),
    "register.kind": (NudgeKind,),
    "register.state": (NudgeState, MessageState),
    "role": (Role,),
    "stage": (Stage,),
    "standing": (Standing,),
}
"""What is put behind these prefixes: every value must have words."""

_SPEAKERS = {"tr", "BadInput", "Refused", "Refusal", "Finding", "ChannelError"}
_KEY = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
_CALL = re.compile(r"""\btr\(\s*["']([a-z_]+(?:\.[a-z0-9_]+)+)["']""")


def _catalogue(lang: Language, area: str) -> Catalog:
    path = LOCALE_DIR / lang / "LC_MESSAGES" / f"{area}.po"
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def _texts(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    texts = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            said = message.string
            texts[key] = (said,) if isinstance(said, str) else tuple(said or ())
    return texts


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys_and_parameters(area: str) -> None:
    vietnamese, english = (_texts(_catalogue(lang, area)) for lang in LANGUAGES)
    lacking = vietnamese.keys() ^ english.keys()
    assert not lacking, f"{area}.po has these keys in one language only: {sorted(lacking)}"
    for key, texts in vietnamese.items():
        assert all(texts), f"{key} is empty"
        assert all(english[key]), f"{key} is empty in English"
        fields = [_fields(text) for text in (*texts, *english[key])]
        assert all(each | {"n"} == fields[0] | {"n"} for each in fields), (
            f"{key} takes other parameters in one of its texts: {fields}"
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_compiled_catalogues_are_up_to_date(lang: Language) -> None:
    for area in AREAS:
        for key, texts in _texts(_catalogue(lang, area)).items():
            if len(texts) == 1 and not _fields(texts[0]):
                said = (translator(lang)(key), translator(lang)(key, n=1))
                assert texts[0] in said, "run `make locale`"


def _first_arguments(path: Path) -> Iterator[ast.AST]:
    """What is said: the first argument of every call of a function that takes a key."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id in _SPEAKERS:
                yield node.args[0]
            elif node.func.id == "help_of" and isinstance(node.args[0], ast.Constant):
                yield ast.Constant(f"help.{node.args[0].value}")


def _keys(path: Path) -> set[str]:
    if path.suffix != ".py":
        return set(_CALL.findall(text_of(path)))
    return {
        node.value
        for argument in _first_arguments(path)
        for node in ast.walk(argument)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if _KEY.fullmatch(node.value)
    }


def _families(path: Path) -> set[str]:
    """The beginnings of keys whose end is filled in when the code runs."""
    return {
        str(node.values[0].value).rpartition(".")[0]
        for argument in _first_arguments(path)
        for node in ast.walk(argument)
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }


def _known() -> set[str]:
    return {key for area in AREAS for key in _texts(_catalogue("vi", area))}


def test_every_key_that_the_code_names_has_words() -> None:
    known = _known()
    used = {(key, path.name) for path in SOURCES for key in _keys(path)}
    assert {("help.ref", "options.py"), ("act.quality_range", "act_input.py")} <= used
    lost = sorted(one for one in used if one[0] not in known)
    assert not lost, f"give these keys words in dondoc/locale/*/LC_MESSAGES/<area>.po: {lost}"


@pytest.mark.parametrize("prefix", sorted(CHOICES))
def test_every_value_of_a_choice_has_words(prefix: str) -> None:
    values = {f"{prefix}.{value}" for choice in CHOICES[prefix] for value in choice}
    lost = sorted(values - _known())
    assert not lost, f"give these keys words in dondoc/locale/*/LC_MESSAGES/<area>.po: {lost}"


def test_every_beginning_of_a_key_that_the_code_completes_has_words() -> None:
    known = _known()
    used = {
        (family, path.name)
        for path in SOURCES
        if path.suffix == ".py"
        for family in _families(path)
    }
    assert ("stage", "show.py") in used
    lost = {one for one in used if not any(key.startswith(f"{one[0]}.") for key in known)}
    assert not lost, f"no key in dondoc/locale/vi/LC_MESSAGES begins so: {sorted(lost)}"


def test_it_chooses_the_plural_by_n() -> None:
    tr = translator("en")
    assert tr("due.days_left", n=1) == "1 working day left"
    assert tr("due.days_left", n=3) == "3 working days left"
    assert translator("vi")("due.days_left", n=3) == "còn 3 ngày làm việc"
