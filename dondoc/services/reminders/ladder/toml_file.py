"""A ladder as TOML: a `[[step]]` for each step."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dondoc.errors import BadInput
from dondoc.i18n import Translate
from dondoc.services.reminders.ladder.read_steps import (
    PARTS,
    LadderReading,
    PlacedStep,
    StepPlace,
    Trouble,
    as_data,
)
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience

MAX_BYTES = 2**20
MAX_OFFSET = 366
"""Working days; a ladder that reaches further than a year has a slip in it."""

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*step[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True)
class TomlPlace:
    """The step's number, and the line of its `[[step]]`; both from 1."""

    number: int
    line: int

    def say(self, tr: Translate, part: str, text: str) -> str:
        return tr("ladder.at", number=self.number, line=self.line, part=part, text=text)


def read_toml(path: Path) -> LadderReading:
    """Raises BadInput for a file that cannot be read at all."""
    if not path.is_file():
        raise BadInput("plan.file.missing", name=path.name)
    if path.stat().st_size > MAX_BYTES:
        raise BadInput("ladder.too_big", file=path.name)
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (UnicodeDecodeError, RecursionError) as error:  # or brackets in brackets without end
        raise BadInput("ladder.not_text", file=path.name) from error
    except tomllib.TOMLDecodeError as error:
        line_number = re.search(r"line (\d+)", str(error))
        line = line_number.group(1) if line_number else str(text.count("\n") + 1)
        raise BadInput("ladder.syntax", file=path.name, line=line) from error
    entries = data.get("step", [])
    listed = isinstance(entries, list) and all(isinstance(row, dict) for row in entries)
    if not listed or set(data) - {"step"}:
        raise BadInput("ladder.only_steps", file=path.name)
    lines = [text.count("\n", 0, match.start()) + 1 for match in _HEADER.finditer(text)]
    reading = LadderReading()
    for number, entry in enumerate(entries, start=1):
        line = lines[number - 1] if number <= len(lines) else 1
        _take(reading, entry, TomlPlace(number, line))
    return reading


def _take(reading: LadderReading, entry: dict[str, Any], place: StepPlace) -> None:
    troubles = list(_wrong_in(entry, place))
    reading.troubles += troubles
    if not troubles:
        channel = entry.get("channel", "").strip() or None
        step = Step(
            offset=entry["offset"],
            audience=Audience(entry["audience"]),
            firmness=Firmness(entry["firmness"]),
            every=entry.get("every"),
            channel=channel,
        )
        reading.steps.append(PlacedStep(step, place))


def _wrong_in(entry: dict[str, Any], place: StepPlace) -> Iterator[Trouble]:
    for name in entry.keys() - set(PARTS):
        known = ", ".join(PARTS)
        yield Trouble(place, name, "ladder.unknown_part", {"part": name, "known": known})
    for name, least in (("offset", -MAX_OFFSET), ("every", 1)):
        if (name in entry or name == "offset") and not _whole(entry.get(name), least):
            params = {"found": entry.get(name, ""), "least": least, "most": MAX_OFFSET}
            yield Trouble(place, name, "ladder.bad_days", params)
    choices: tuple[tuple[str, Any], ...] = (("audience", Audience), ("firmness", Firmness))
    for name, choice in choices:
        known = ", ".join(choice)
        if entry.get(name) not in list(choice):
            params = {"found": entry.get(name, ""), "known": known}
            yield Trouble(place, name, "ladder.bad_choice", params)
    if not isinstance(entry.get("channel", ""), str):
        yield Trouble(place, "channel", "ladder.bad_channel", {"found": entry["channel"]})


def _whole(number: Any, least: int) -> bool:
    return (
        isinstance(number, int) and not isinstance(number, bool) and least <= number <= MAX_OFFSET
    )


def write_toml(path: Path, steps: Iterable[Step]) -> None:
    """Writes the steps so that `read_toml` gives the same."""
    path.write_text("\n".join(_toml(step) for step in steps), encoding="utf-8")


def _toml(step: Step) -> str:
    parts = [f"{name} = {_value(value)}\n" for name, value in as_data(step).items()]
    return "".join(["[[step]]\n", *parts])


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
