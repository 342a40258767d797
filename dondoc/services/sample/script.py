"""A file of scripted acts: who did what when. Samples and replays are played from it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.errors import BadInput, DondocError
from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import written
from models.rules.checkpoints import Act
from models.rules.indicators import Basis

_AMOUNTS = ("value", "quality")
_WITH_A_MEANING = frozenset(
    {"act", "ref", "by", "basis", "hindrances", "evidence", "grounds_shown"}
)
"""Fields of an act that a script says in another way, or not at all."""
_PLAIN = tuple(
    part.name for part in fields(ActInput) if part.name not in {*_AMOUNTS, *_WITH_A_MEANING}
)
"""Every other field of an act is taken from the script as it stands there."""


@dataclass(frozen=True)
class ScriptedAct:
    """One act at a moment. `refused`: the script expects it to be refused."""

    at: datetime
    act_input: ActInput
    story: str = ""
    refused: bool = False


@dataclass(frozen=True)
class UnexpectedEnd:
    """An act that did not end as the script says; `error`: why it was refused, if it was."""

    act: ScriptedAct
    error: DondocError | None


@dataclass
class Performed:
    """What became of scripted acts."""

    recorded: int = 0
    refused: int = 0
    surprises: list[UnexpectedEnd] = field(default_factory=list)


def read_script(path: Path) -> tuple[ScriptedAct, ...]:
    """The acts of a TOML file in the order of their moments.

    Raises BadInput that names the act (counted from 1) and the field.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("act", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput("script.unreadable", file=path.name, why=str(error)) from error
    acts = [_act(number, entry) for number, entry in enumerate(entries, start=1)]
    return tuple(sorted(acts, key=lambda act: act.at))


def perform(engine: Engine, acts: Iterable[ScriptedAct], evidence: Path) -> Performed:
    """Records acts at their own moments, each in its own transaction, as people would."""
    done = Performed()
    for act in acts:
        try:
            written(engine, partial(_perform, act, evidence))
        except DondocError as error:
            done.refused += 1
            if not act.refused:
                done.surprises.append(UnexpectedEnd(act, error))
            continue
        done.recorded += 1
        if act.refused:
            done.surprises.append(UnexpectedEnd(act, None))
    return done


def _perform(act: ScriptedAct, evidence: Path, session: Session) -> None:
    Recorder(session, act.at, evidence).record(act.act_input)


def _act(number: int, entry: dict[str, Any]) -> ScriptedAct:
    def need(name: str) -> Any:
        if name not in entry:
            raise BadInput("script.missing", number=number, field=name)
        return entry[name]

    at = need("at")
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise BadInput("script.bad_field", number=number, field="at", found=at)
    details: dict[str, Any] = {name: entry[name] for name in _PLAIN if name in entry}
    for name in _AMOUNTS:
        if name in entry:
            details[name] = _amount(entry[name], number, name)
    act_input = ActInput(
        act=_choice(Act, need("act"), number, "act"),
        ref=need("on"),
        by=need("by"),
        basis=_choice(Basis, entry.get("basis", "actual"), number, "basis"),
        hindrances=_hindrances(entry),
        **details,
    )
    return ScriptedAct(at, act_input, entry.get("story", ""), entry.get("expect") == "refused")


def _hindrances(entry: dict[str, Any]) -> tuple[DifficultyInput, ...]:
    difficulty, proposal = entry.get("difficulty", ""), entry.get("proposal", "")
    if not difficulty and not proposal:
        return ()
    return (DifficultyInput(difficulty, proposal, entry.get("remover_unit")),)


def _choice(choices: Any, value: object, number: int, field: str) -> Any:
    try:
        return choices(value)
    except ValueError as error:
        raise BadInput("script.bad_field", number=number, field=field, found=value) from error


def _amount(value: object, number: int, field: str) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise BadInput("script.bad_field", number=number, field=field, found=value) from error
