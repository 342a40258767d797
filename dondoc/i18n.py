"""Words for people: gettext catalogues under `dondoc/locale`, keyed by dotted names.

Vietnamese is the first language; English is complete. The code holds keys only, so that a
wording can be mended without touching a rule.
"""

import gettext
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
LOCALE_DIR = Path(__file__).parent / "locale"
MESSAGES_SUBDIR = "LC_MESSAGES"

Translate = Callable[..., str]


def language(name: str | None) -> Language:
    """The supported language for a tag such as `vi`, `en_GB.UTF-8` or None (Vietnamese)."""
    return "en" if (name or "").lower().startswith("en") else "vi"


@cache
def _catalogue(lang: Language) -> gettext.NullTranslations:
    """All areas (`*.mo`) of one language, chained: a key is looked for in each."""
    chain = gettext.NullTranslations()
    for path in sorted((LOCALE_DIR / lang / MESSAGES_SUBDIR).glob("*.mo")):
        with path.open("rb") as file:
            area = gettext.GNUTranslations(file)
        area.add_fallback(chain)
        chain = area
    return chain


@lru_cache(maxsize=8192)
def _text(lang: Language, key: str, n: int | None) -> str:
    """The words for a key as they stand in the catalogue: a run asks for the same ones often."""
    catalogue = _catalogue(lang)
    if n is not None and (text := catalogue.ngettext(key, key, n)) != key:
        return text
    return catalogue.gettext(key)


@cache
def translator(lang: str | None = "vi") -> Translate:
    """A function `tr(key, **params)` for one language.

    A parameter called `n` chooses the plural form. An unknown key gives the key itself:
    tests/unit/project/test_i18n.py keeps that from happening.
    """
    known = language(lang)

    def tr(key: str, /, **params: Any) -> str:
        if not params:
            return _text(known, key, None)
        n = params.get("n")
        return _text(known, key, None if n is None else abs(int(n))).format(**params)

    return tr
