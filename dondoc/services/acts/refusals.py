"""Turning a refusal of the rules into an error that says why, and what is possible instead."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from dondoc.errors import DondocError, Refused, with_channel
from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.services.acts.overtaken import ENDED_BY, OVERTAKEN
from dondoc.services.grounds.compare import OutdatedError
from models.event import EventKind
from models.person import Person
from models.rules.checkpoints import Act, Refusal
from models.rules.refusal_kinds import SAID_OTHERWISE
from models.rules.roles import Role
from models.rules.stages import Stage, Standing


def refused(session: Session, refusal: Refusal) -> Refused:
    """The error for a refusal; a person's id becomes their name."""
    params = dict(refusal.params)
    if "person" in params:
        person = session.get(Person, params["person"])
        params["person"] = person.full_name if person else "?"
    return Refused(refusal.key, instead=tuple(act.value for act in refusal.instead), **params)


def refusal_data(refusal: Refusal) -> dict[str, Any]:
    """The refusal as it is kept with its submission: words are chosen when it is read."""
    plain = {name: _plain(value) for name, value in refusal.params}
    return {
        "key": refusal.key,
        "params": plain,
        "instead": [act.value for act in refusal.instead],
    }


def name_people(session: Session, refusals: Iterable[dict[str, Any]]) -> None:
    """Puts names in place of the ids of people, in refusals as they are kept."""
    for data in refusals:
        if str(key := data["params"].get("person", "")).isdecimal():
            person = session.get(Person, int(key))
            data["params"]["person"] = person.full_name if person else "?"


def explain_refusal(error: DondocError, tr: Translate) -> str:
    """Why it is refused, and what is possible instead, in the reader's language."""
    if isinstance(error, OutdatedError):
        who = f" {explain_refusal(error.since, tr)}" if error.since else ""
        return error.text(tr) + who
    params = {name: _in_words(value, tr) for name, value in error.params.items()}
    why = tr(error.key, **with_channel(params, tr))
    if not isinstance(error, Refused) or not error.key.startswith("refusal."):
        return why
    if error.key in {OVERTAKEN, ENDED_BY} or error.key in SAID_OTHERWISE:
        return why
    if not error.instead:
        return f"{why} {tr('refusal.nothing_instead')}"
    acts = ", ".join(tr(f"act.{act}") for act in error.instead)
    return f"{why} {tr('refusal.instead', acts=acts)}"


def stored_refusal(data: dict[str, Any], tr: Translate) -> str:
    """The words for a refusal that was kept with its submission (see `refusal_data`)."""
    params = {name: _as_raised(name, value) for name, value in data["params"].items()}
    return explain_refusal(Refused(data["key"], instead=tuple(data["instead"]), **params), tr)


_AREAS = {Act: "act", EventKind: "event", Stage: "stage", Standing: "standing", Role: "role"}


def _in_words(value: Any, tr: Translate) -> str:
    if isinstance(value, frozenset):
        return ", ".join(_in_words(row, tr) for row in sorted(value, key=list(Role).index))
    if type(value) in _AREAS:
        return tr(f"{_AREAS[type(value)]}.{value.value}")
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.day(value) if isinstance(value, date) else str(value)


_KINDS: dict[str, tuple[type[StrEnum], ...]] = {
    "act": (Act, EventKind), "stage": (Stage,), "standing": (Standing,), "roles": (Role,),
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


def _as_raised(name: str, value: Any) -> Any:
    """What `_plain` made a text of: days, moments and the words of the rules."""
    if isinstance(value, list):
        return frozenset(_as_raised(name, row) for row in value)
    for kind in _KINDS.get(name, ()):
        if value in set(kind):
            return kind(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(str(row) for row in value)
    return value.isoformat() if isinstance(value, date) else str(value)
