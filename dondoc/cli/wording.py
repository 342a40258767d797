"""The language of the command line: known before any command is read, because help needs it."""

import gettext
import os
from typing import Any

from dondoc.clock import year_of_examples
from dondoc.i18n import LOCALE_DIR, Language, language, translator

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

LANG: Language = language(os.environ.get("DONDOC_LANG"))
_shared = translator(LANG)


def tr(key: str, /, **params: Any) -> str:
    """The words for a key; where a command mends it, the command line has words of its own.

    Pages and letters never name a command: whoever reads them has no terminal.
    """
    own = f"cli.words.{key}"
    text = _shared(own, **params)
    return _shared(key, **params) if text == own else text


def help_of(name: str) -> str:
    """The help of a command or an option; days in its examples are of the running year."""
    # Not as a parameter: help also names what is typed in braces, such as {address}.
    return tr(f"help.{name}").replace("{year}", str(year_of_examples()))


def use_own_words() -> None:
    """Lets the words that the command-line library says itself come from our catalogue."""
    if LANG == "vi":
        os.environ["LANGUAGE"] = "vi"
        gettext.bindtextdomain("click", LOCALE_DIR)
        gettext.textdomain("click")
