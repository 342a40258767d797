"""The ladder of a programme: which one is in force, and replacing it as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.i18n import Translate
from dondoc.services.history.events import append
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.mandates import mandates_in
from dondoc.services.organisation.units import find_unit_id
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reminders.ladder.files import read_ladder
from dondoc.services.reminders.ladder.read_steps import CellTrouble, PlacedStep, Trouble, as_data
from dondoc.services.reminders.ladder.replaced import Replaced, bare, in_order
from dondoc.services.reminders.nudges.write import hold
from models.event import EventKind
from models.indicator import Indicator
from models.installation import ChannelSetup
from models.programme import LadderStep, Programme
from models.rules.checkpoints import local_date
from models.rules.ladder import Step, ladder_for, weakenings
from models.rules.roles import Audience, Mandate

MAY_CHANGE = frozenset({Mandate.SECRETARIAT, Mandate.ADMINISTRATOR})


class BadLadder(BadInput):
    """A ladder that must be mended first; nothing of it is saved. `troubles`: all of them."""

    def __init__(self, troubles: Sequence[Trouble | CellTrouble]) -> None:
        super().__init__("ladder.has_troubles", n=len(troubles))
        self.troubles = tuple(troubles)

    def text(self, tr: Translate) -> str:
        """One line for the whole, and one for each trouble."""
        return "\n".join([super().text(tr), *(trouble.text(tr) for trouble in self.troubles)])


@dataclass(frozen=True)
class LadderScope:
    """What a ladder is for: a category of indicators, a unit (its code), both, or everything."""

    category: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class InForce:
    """The steps that apply to a scope, and the scope that they were given for."""

    steps: tuple[Step, ...]
    given_for: LadderScope


@dataclass(frozen=True)
class KnownScope:
    """A scope whose category and unit exist."""

    category: str | None
    unit_id: int | None

    def covers(self, step: Step) -> bool:
        return (step.category, step.unit_id) == (self.category, self.unit_id)


def ladder_in_force(
    session: Session, programme: Programme, scope: LadderScope, day: date
) -> InForce:
    """The ladder for assignments of that category and unit, the earliest step first.

    Raises BadInput for a category or a unit that does not exist.
    """
    known = known_scope(session, programme, scope, day)
    steps = ladder_for(ladder_of(session, programme), known.category or "", known.unit_id or 0)
    first = steps[0] if steps else None
    category = first.category if first else None
    unit = scope.unit if first and first.unit_id is not None else None
    return InForce(in_order(steps), LadderScope(category, unit))


def read_checked(session: Session, path: Path) -> tuple[Step, ...]:
    """The ladder in a file, the earliest step first.

    Raises BadLadder with everything that must be mended, BadInput for an unreadable file.
    """
    reading = read_ladder(path)
    troubles = [*reading.troubles, *_repeats(reading.steps), *_milder(reading.steps)]
    troubles += _without_channel(reading.steps, channels(session))
    if troubles:
        raise BadLadder(troubles)
    if not reading.steps:
        raise BadInput("ladder.empty", file=path.name)
    return in_order(placed_step.step for placed_step in reading.steps)


def channels(session: Session) -> frozenset[str]:
    """The channels that a step may ask for, by name."""
    return frozenset({MAIL, *session.scalars(select(col(ChannelSetup.name)))})


def replace_ladder(
    session: Session,
    programme: Programme,
    scope: LadderScope,
    steps: Sequence[Step],
    signed: tuple[str, datetime],
) -> Replaced:
    """Puts these steps in the place of a scope's own; none: the more general ladder holds again.

    `signed`: the code of who does it, and when. In the caller's transaction, with an event that
    keeps the old and the new. Raises BadInput for what does not exist, Refused for somebody who
    is neither secretariat nor administrator, and for taking away the general ladder.
    """
    code, now = signed
    actor, today = find_person(session, code), local_date(now)
    if not mandates_in(session, actor.key, programme.key, today) & MAY_CHANGE:
        raise Refused("ladder.not_yours")
    known = known_scope(session, programme, scope, today)
    if not steps and scope == LadderScope():
        raise Refused("ladder.keeps_general")
    hold(session)
    old = in_order(step for step in ladder_of(session, programme) if known.covers(step))
    done = Replaced(tuple(bare(step) for step in old), in_order(bare(step) for step in steps))
    if done.changed:
        _write(session, programme, known, done.new)
        data: dict[str, Any] = {"what": "ladder", "category": known.category, "unit": scope.unit}
        data["old"] = [as_data(step) for step in done.old]
        data["new"] = [as_data(step) for step in done.new]
        append(session, now, [_event(programme, actor.key, data)])
    return done


def _write(
    session: Session, programme: Programme, known: KnownScope, steps: Iterable[Step]
) -> None:
    session.execute(
        delete(LadderStep).where(
            col(LadderStep.programme_id) == programme.key,
            _is(col(LadderStep.category), known.category),
            _is(col(LadderStep.unit_id), known.unit_id),
        )
    )
    session.add_all(
        LadderStep(
            programme_id=programme.key,
            offset=step.offset,
            every=step.every,
            audience=step.audience,
            firmness=step.firmness,
            category=known.category,
            unit_id=known.unit_id,
            channel=step.channel,
        )
        for step in steps
    )
    session.flush()


def _is(column: Any, value: Any) -> Any:
    return column.is_(None) if value is None else column == value


def _event(programme: Programme, actor_id: int, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": EventKind.CHANGED,
        "programme_id": programme.key,
        "actor_id": actor_id,
        "data": data,
    }


def known_scope(
    session: Session, programme: Programme, scope: LadderScope, day: date
) -> KnownScope:
    unit_id = find_unit_id(session, scope.unit, day) if scope.unit else None
    return KnownScope(_category(session, programme, scope.category), unit_id)


def _category(session: Session, programme: Programme, category: str | None) -> str | None:
    """The category as the plan writes it, whatever the case it is typed in."""
    if not category:
        return None
    query = select(col(Indicator.category)).where(col(Indicator.programme_id) == programme.key)
    known = sorted({text for text in session.scalars(query.distinct()) if text})
    for name in known:
        if name.casefold() == category.strip().casefold():
            return name
    raise BadInput("ladder.no_category", found=category, known="; ".join(known))


def _repeats(placed_steps: Sequence[PlacedStep]) -> Iterator[Trouble]:
    """Two steps of one audience on one day: nobody could tell which one speaks."""
    pairs: set[tuple[Audience, int]] = set()
    for placed_step in placed_steps:
        key = (placed_step.step.audience, placed_step.step.offset)
        if key in pairs:
            params = {"audience": placed_step.step.audience, "days": placed_step.step.offset}
            yield Trouble(placed_step.place, "offset", "ladder.twice", params)
        pairs.add(key)


def _milder(placed_steps: Sequence[PlacedStep]) -> Iterator[Trouble]:
    """Firmness grows with the delay, or urging loses its meaning."""
    places = {id(placed_step.step): placed_step.place for placed_step in placed_steps}
    for before, step in weakenings(placed_step.step for placed_step in placed_steps):
        params = {
            "audience": step.audience,
            "found": step.firmness,
            "before": before.firmness,
            "days": before.offset,
        }
        yield Trouble(places[id(step)], "firmness", "ladder.milder", params)


def _without_channel(
    placed_steps: Sequence[PlacedStep], known: frozenset[str]
) -> Iterator[Trouble]:
    for placed_step in placed_steps:
        if placed_step.step.channel is not None and placed_step.step.channel not in known:
            params = {"found": placed_step.step.channel, "known": ", ".join(sorted(known))}
            yield Trouble(placed_step.place, "channel", "ladder.no_channel", params)
