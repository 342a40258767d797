"""The small office of two years, played through the services as far as a day."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from new_year_office import (
    ACTS,
    HAND_OVERS,
    MERGED,
    NEXT_LOADED,
    STORM,
    STORM_TOLD,
    day_of,
    first_plan,
    merged_plan,
    next_plan,
)
from plan_load_drafts import put, put_as_meant
from programmes import current_programme
from sqlalchemy import Engine, text
from sqlmodel import Session

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.staffing.positions import take_position
from dondoc.services.working_days.days import Consent, DayWanted, effects_if_set, set_day
from dondoc.store.database import writing
from models.rules.checkpoints import Act


class Played:
    """The office, played as far as a day."""

    def __init__(self, engine: Engine, folder: Path, acts: str = ACTS) -> None:
        self.engine, self.folder = engine, folder
        put(engine, first_plan(), at(date(2026, 1, 5), 7))
        self.acts = [line for line in acts.split("\n") if line]
        self.done = self.drained = date(2026, 1, 5)

    def until(self, last: date) -> None:
        days = {day_of(line.split()[0]) for line in self.acts}
        days |= {NEXT_LOADED, MERGED, STORM_TOLD, *(told for told, *_ in HAND_OVERS), last}
        for day in sorted(day for day in days if self.done < day <= last):
            if (day - self.drained).days > 5 or day == last:
                advance(self.engine, StoppedClock(at(day, 7)))
                self.drained = day
            self._office(day)
            for line in self.acts:
                if day_of(line.split()[0]) == day:
                    self._act(line, at(day, 9))
        self.done = last

    def _office(self, day: date) -> None:
        if day == NEXT_LOADED:
            put_as_meant(self.engine, next_plan(), day)
        if day == MERGED:
            put_as_meant(self.engine, merged_plan(), day)
        if day == STORM_TOLD:
            with writing(self.engine) as session:
                wanted = DayWanted(STORM, False, "Bão")
                shown = effects_if_set(session, wanted, day).fingerprint
                acting = acting_for_office(session, "CB00", at(day, 8), at(day, 8))
                set_day(acting, current_programme(session, 2026), wanted, Consent("Bão", shown))
        for told, who, post, since in HAND_OVERS:
            if told == day:
                with writing(self.engine) as session:
                    acting = acting_for_office(session, "CB00", at(day, 8), at(day, 8))
                    take_position(acting, who, post, since, alone=True, sure=True)

    def _act(self, line: str, now: datetime) -> None:
        _, ref, by, act, *more = line.split()
        said: dict[str, Any] = {}
        for word in more:
            if word in ("yes", "no"):
                said["delivered"] = word == "yes"
            elif word.startswith("quality="):
                said["quality"] = Decimal(word[8:])
            elif word == "lateness":
                said |= {"about": word, "since": now.date()}
            elif word.startswith("to="):
                said["new_due_on"] = day_of(word[3:])
            else:
                said["value"] = Decimal(word)
        year, _, short = ref.rpartition(":")
        given = ActInput(Act(act), short, by, reason="Có lý do", confirmed=True,
                         narrative="Đã làm", **said)  # fmt: skip
        with writing(self.engine) as session:
            Recorder(session, now, self.folder, 2027 if year else 2026).record(given)


def acts_since(session: Session, year: int, day: date) -> Counter[str]:
    """Acts of whatever is live, by plain SQL."""
    query = text("""
        SELECT s.act, count(*) FROM submission s JOIN checkpoint c ON c.id = s.checkpoint_id
        JOIN assignment a ON a.id = c.assignment_id JOIN programme p ON p.id = a.programme_id
        WHERE p.year = :year AND s.state <> 'refused' AND s.recorded_at >= :since
        GROUP BY s.act
    """)
    since = at(date.fromordinal(day.toordinal() + 1), 0)
    values = {"year": year, "since": since}
    if session.get_bind().dialect.name == "sqlite":
        values["since"] = since.strftime("%Y-%m-%d %H:%M:%S")
    return Counter(dict(tuple(row) for row in session.execute(query, values)))
