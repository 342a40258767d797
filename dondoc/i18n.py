"""Words for people: gettext catalogues under `dondoc/locale`, keyed by dotted names.

Vietnamese is the first language; English is complete. The code holds keys only, so that a
wording can be mended without touching a rule.
"""

import gettext
from collections.abc import Callable
from functools import cache
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


def translator(lang: str | None = "vi") -> Translate:
    """A function `tr(key, **params)` for one language.

    A parameter called `n` chooses the plural form. An unknown key gives the key itself:
    tests/unit/test_i18n.py keeps that from happening.
    """
    catalogue = _catalogue(language(lang))

    def tr(key: str, /, **params: Any) -> str:
        text = key
        if (n := params.get("n")) is not None:
            text = catalogue.ngettext(key, key, abs(int(n)))
        if text == key:
            text = catalogue.gettext(key)
        return text.format(**params) if params else text

    return tr
