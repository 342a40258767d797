"""A dry run of scan and gather for any day: it only reads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.reach.masked_addresses import masked
from dondoc.services.reach.reachability import addresses_of, open_routes
from dondoc.services.reminders.explain.planned_messages import (
    HeldBack,
    PlannedLetter,
    PlannedLine,
    Preview,
)
from dondoc.services.reminders.explain.reasons_on_day import reasons_on_day
from dondoc.services.reminders.gather.gather import people_named
from dondoc.services.reminders.gather.one_a_day import open_slots
from dondoc.services.reminders.gather.plan_messages import MessagePlan, plan_letters
from dondoc.services.reminders.gather.sort import ReasonForReader, SortedReasons, Sorter
from dondoc.services.reminders.gather.waiting import Waiting, assorter_for
from dondoc.services.reminders.gather.weekly import letter_day
from dondoc.services.reminders.letters.entries import item_of
from dondoc.services.reminders.nudges.reasons import reason_of_row
from dondoc.services.reminders.nudges.write import (
    unreachable_cause,
    unreachable_row,
    unreachable_written,
)
from dondoc.services.work.checkpoint_queries import refs_of
from dondoc.services.work.checkpoint_states import CheckpointState
from dondoc.store.bulk import among
from models.nudge import NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Audience
from models.rules.vietnamese_order import by_given_name

WEEKLY, HAD_ONE = "explain.weekly", "explain.had_one"


def preview(
    session: Session, programmes: Sequence[Programme], now: datetime, only: int | None = None
) -> Preview:
    """Who would get what, by which channel and why, if the reminders ran at that moment.

    `only`: one reader, of whom alone letters and what is kept are named. Nothing is
    written, not even within a transaction, so people go on recording meanwhile.
    """
    day, ids = local_date(now), [programme.key for programme in programmes]
    waiting_reasons = reasons_on_day(session, programmes, now)
    assorter = assorter_for(session, waiting_reasons, open_routes(session, day), ids)
    sorted_reasons = assorter.assort(waiting_reasons.reasons)
    _tell_secretariat(session, waiting_reasons, assorter, sorted_reasons, now)
    if only is not None:
        _keep_to(only, sorted_reasons)
    slots = open_slots(session, sorted_reasons.due_now, day)
    letters = plan_letters(sorted_reasons.due_now, slots, assorter, now)
    years = {programme.key: programme.year for programme in programmes}
    preview_writer = _PreviewWriter(session, waiting_reasons.states, assorter, years)
    return Preview(
        moment=now,
        day=day,
        day_off=not any(part.working for part in assorter.parts.values()),
        letters=preview_writer.letters(letters.letters, now),
        kept=(
            *preview_writer.held_back(letters.held_back, HAD_ONE),
            *preview_writer.held_back(sorted_reasons.weekly, WEEKLY),
        ),
        moot=Counter({why: len(reasons) for why, reasons in sorted_reasons.moot.items()}),
        deferred=len(sorted_reasons.deferred),
        unreachable=people_named(session, sorted_reasons.unreachable),
        nobody=refs_of(session, [reason.checkpoint_id for reason in sorted_reasons.nobody]),
    )


def _keep_to(reader: int, sorted_reasons: SortedReasons) -> None:
    def of_reader(
        by_reader: Mapping[int, list[ReasonForReader]],
    ) -> dict[int, list[ReasonForReader]]:
        return {reader: by_reader[reader]} if reader in by_reader else {}

    sorted_reasons.due_now = of_reader(sorted_reasons.due_now)
    sorted_reasons.weekly = of_reader(sorted_reasons.weekly)


def _tell_secretariat(
    session: Session,
    waiting_reasons: Waiting,
    assorter: Sorter,
    sorted_reasons: SortedReasons,
    now: datetime,
) -> None:
    known_causes = unreachable_written(session, local_date(now))
    known_causes |= {
        reason.cause for reason in waiting_reasons.reasons if reason.kind is NudgeKind.UNREACHABLE
    }
    for person_id, checkpoint_id in list(sorted_reasons.unreachable.items()):
        if unreachable_cause(person_id) not in known_causes:
            assorter.give(
                reason_of_row(unreachable_row(person_id, checkpoint_id, now)), sorted_reasons
            )


class _PreviewWriter:
    """Says in names what was sorted by numbers."""

    def __init__(
        self,
        session: Session,
        states: Mapping[int, CheckpointState],
        assorter: Sorter,
        years: Mapping[int, int],
    ) -> None:
        self._session, self._states, self._assorter = session, states, assorter
        self._years = years  # by programme
        self._people: dict[int, Person] = {}

    def letters(self, letters: Iterable[MessagePlan], now: datetime) -> tuple[PlannedLetter, ...]:
        letters = list(letters)
        self._meet(letter.reader for letter in letters)
        self._meet(
            entry.in_place_of for plan in letters for entry in plan.reasons if entry.in_place_of
        )
        addresses = addresses_of(self._session, [plan.route.contact_id for plan in letters])
        planned_letters = [
            PlannedLetter(
                person_id=message_plan.reader,
                full_name=self._people[message_plan.reader].full_name,
                language=self._people[message_plan.reader].language,
                channel=message_plan.route.channel,
                address=masked(addresses[message_plan.route.contact_id]),
                goes_at=message_plan.not_before or now,
                joins=message_plan.joins is not None,
                lines=self._lines(message_plan.reasons),
                reasons=tuple(entry.reason for entry in message_plan.reasons),
                instead=tuple(entry.in_place_of for entry in message_plan.reasons),
            )
            for message_plan in letters
        ]
        return tuple(
            sorted(
                planned_letters,
                key=lambda letter: (by_given_name(letter.full_name), letter.person_id),
            )
        )

    def held_back(
        self, by_reader: Mapping[int, Sequence[ReasonForReader]], why: str
    ) -> tuple[HeldBack, ...]:
        self._meet(by_reader)
        self._meet(
            entry.in_place_of for some in by_reader.values() for entry in some if entry.in_place_of
        )
        held_back = [
            HeldBack(reader, self._people[reader].full_name, why,
                 self._until(reader, reasons) if why == WEEKLY else None, self._lines(reasons))
            for reader, reasons in by_reader.items()
        ]  # fmt: skip
        return tuple(
            sorted(held_back, key=lambda back: (by_given_name(back.full_name), back.person_id))
        )

    def _until(self, reader: int, reasons: Sequence[ReasonForReader]) -> date | None:
        weekly_on = self._assorter.routes.wishes(reader).weekly_on
        if weekly_on is None:
            return None
        return min(
            letter_day(
                entry.reason.decided_on,
                weekly_on,
                self._assorter.part_of(entry.reason).calendar,
            )
            for entry in reasons
        )

    def _meet(self, people: Iterable[int]) -> None:
        ids = set(people) - self._people.keys()
        query = select(Person).where(among(self._session, col(Person.id), ids))
        self._people |= {person.key: person for person in self._session.scalars(query)}

    def _lines(self, reasons: Sequence[ReasonForReader]) -> tuple[PlannedLine, ...]:
        """As the letter will have them: an item once."""
        by_item: dict[tuple[int, str], list[ReasonForReader]] = {}
        for entry in reasons:
            by_item.setdefault(item_of(entry.reason), []).append(entry)
        return tuple(map(self._line, by_item.values()))

    def _line(self, reasons: list[ReasonForReader]) -> PlannedLine:
        main = min(reasons, key=_main)
        reason = main.reason
        state = self._states[reason.checkpoint_id]
        reached = self._assorter.part_of(reason).reach.of(reason, state)
        away = self._people.get(main.in_place_of) if main.in_place_of else None
        return PlannedLine(
            year=self._years[state.programme_id],
            ref=state.ref,
            due_on=state.due_on,
            kind=reason.kind,
            audience=reason.audience,
            step=reason.step,
            cause=reason.cause,
            firmness=reason.firmness,
            stand_in=reached.stand_in,
            in_place_of=away.full_name if away else None,
            kinds=tuple(dict.fromkeys(other.reason.kind for other in reasons)),
            roles=tuple(
                sorted(
                    {entry.reason.audience for entry in reasons},
                    key=_ROLES.index,
                )
            ),
        )


_ROLES = list(Audience)  # the most responsible first


def _main(entry: ReasonForReader) -> tuple[int, bool, int]:
    reason = entry.reason
    late = reason.kind is NudgeKind.DEADLINE
    return _ROLES.index(reason.audience), not late, -reason.rank[0]
