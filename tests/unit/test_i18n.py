"""Every key has words in both languages, with the same things to fill in."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dondoc.i18n import LANGUAGES, LOCALE_DIR, Language, translator

SOURCES = [
    path
    for folder in ("dondoc", "flows", "models", "templates")
    for path in Path(__file__).parents[2].joinpath(folder).rglob("*")
    if path.suffix in {".py", ".html", ".txt"}
]
AREAS = sorted(path.stem for path in (LOCALE_DIR / "vi" / "LC_MESSAGES").glob("*.po"))
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
            texts[key] = (said,) if isinstance(said, str) else tuple(said)
    return texts


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys_and_parameters(area: str) -> None:
    vietnamese, english = (_texts(_catalogue(lang, area)) for lang in LANGUAGES)
    assert vietnamese.keys() == english.keys()
    for key, texts in vietnamese.items():
        assert all(texts), f"{key} is empty"
        assert all(english[key]), f"{key} is empty in English"
        fields = [_fields(text) for text in (*texts, *english[key])]
        assert all(each | {"n"} == fields[0] | {"n"} for each in fields), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_compiled_catalogues_are_up_to_date(lang: Language) -> None:
    for area in AREAS:
        for key, texts in _texts(_catalogue(lang, area)).items():
            if len(texts) == 1 and not _fields(texts[0]):
                assert translator(lang)(key) == texts[0], "run `make locale`"


def test_every_key_that_the_code_names_has_words() -> None:
    known = {key for area in AREAS for key in _texts(_catalogue("vi", area))}
    used = {
        (key, path.name)
        for path in SOURCES
        for key in _CALL.findall(path.read_text(encoding="utf-8"))
    }
    assert {one for one in used if one[0] not in known} == set()


def test_it_chooses_the_plural_by_n() -> None:
    tr = translator("en")
    assert tr("due.days_left", n=1) == "1 working day left"
    assert tr("due.days_left", n=3) == "3 working days left"
    assert translator("vi")("due.days_left", n=3) == "còn 3 ngày làm việc"
