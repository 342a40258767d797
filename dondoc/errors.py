"""Errors that a person can mend. The words stand in the catalogues under the error's key."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dondoc.i18n import Translate


class DondocError(Exception):
    """Something a person must be told: a key of the catalogues and what fills it in.

    `others`: what else is wrong with the same input, so that all of it can be told at once.
    """

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params
        self.others: tuple[DondocError, ...] = ()

    def text(self, tr: Translate) -> str:
        """The sentence in the reader's language."""
        known = {name: _day(value) for name, value in self.params.items()}
        return tr(self.key, **with_channel(known, tr))


def with_channel(params: Mapping[str, Any], tr: Translate) -> dict[str, Any]:
    """The same with a `channel` as people call it, where it is mail; `name` stays as is typed."""
    is_mail = params.get("channel") == "mail"
    return {**params, "channel": tr("channel.name.mail")} if is_mail else dict(params)


def _day(value: Any) -> Any:
    """A day as people write it, whoever raised the error; anything else as it is."""
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return f"{value:%d/%m/%Y}" if is_day else value


class BadInput(DondocError):
    """What was given cannot be understood or does not exist (exit code 2)."""


class Refused(DondocError):
    """What was asked is understood and not allowed now (exit code 1).

    `instead` is a sentence's worth of what is possible in its place, as keys of acts.
    """

    def __init__(self, key: str, instead: tuple[str, ...] = (), **params: Any) -> None:
        super().__init__(key, **params)
        self.instead = instead
