"""The language of the command line: known before any command is read, because help needs it."""

import gettext
import os
from typing import Any

from dondoc.i18n import LOCALE_DIR, Language, language, translator

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

LANG: Language = language(os.environ.get("DONDOC_LANG"))
tr = translator(LANG)


def help_of(name: str) -> str:
    """The help of a command or an option."""
    return tr(f"help.{name}")


def use_own_words() -> None:
    """Lets the words that the command-line library says itself come from our catalogue."""
    if LANG == "vi":
        os.environ["LANGUAGE"] = "vi"
        gettext.bindtextdomain("click", LOCALE_DIR)
        gettext.textdomain("click")
