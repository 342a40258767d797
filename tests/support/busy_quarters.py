"""Two busy quarters of a small programme, acted upon by chance, but the same each time.

Everything that makes a figure hard happens: products that are not there and come later, returns
with and without another date, findings that are made good, silence that is corrected, dates
moved over a quarter's end, due dates on days off, limits of nothing, and other people in an
office. What is refused is not recorded, so that any act may be tried.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from busy_plan import JUDGE, OFFICE, busy_plan
from plan_load_drafts import YEAR, put
from programmes import current_programme
from sites import Site
from sqlalchemy import Engine

from dondoc.clock import StoppedClock, at, wall_clock
from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.difficulties.open import open_hindrances
from dondoc.services.difficulties.remove import remove
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading, writing
from dondoc.web.app import create_app
from dondoc.workplace import CLOCK_OFFSET, Workplace, put_setting
from models.assignment import Assignment
from models.rules.checkpoints import Act
from models.rules.indicators import Basis

FIRST = date(YEAR, 1, 10)
SOON, LATE = 12, timedelta(days=25)
_TRIED = {
    "open": (
        (Act.REPORT, 6), (Act.UPDATE, 3), (Act.ACKNOWLEDGE, 1), (Act.ASK_EXTENSION, 2),
        (Act.CHANGE_DUE, 2), (Act.REFUSE_EXTENSION, 2), (Act.NOT_REPORTED, 9), (Act.WITHDRAW, 1),
    ),
    "reported": ((Act.VERIFY, 8), (Act.RETURN, 5), (Act.REPORT, 2), (Act.UPDATE, 2)),
    "settled": ((Act.EVALUATE, 3), (Act.CORRECT, 1), (Act.REPORT, 6), (Act.UPDATE, 1)),
}  # fmt: skip
_LEADS_TO = {
    Act.REPORT: "reported", Act.VERIFY: "settled", Act.RETURN: "open", Act.NOT_REPORTED: "settled",
}  # fmt: skip


@dataclass
class Busy:
    """The programme as it is played on, day by day."""

    workplace: Workplace
    chance: Random = field(default_factory=lambda: Random(15))
    today: date = FIRST
    refs: dict[str, str] = field(default_factory=dict)
    due: dict[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        draft = busy_plan()
        put(self.workplace.engine, draft, at(self.today, 7))
        self.officials = {
            f"{assignment.indicator_code}@{assignment.unit_code}": assignment.responsible[0]
            for assignment in draft.assignments
        }
        self.holdings = draft.holdings
        for one in draft.assignments:
            for point in one.checkpoints:
                ref = f"{one.indicator_code}@{one.unit_code}/{point.label}"
                self.refs[ref], self.due[ref] = "open", point.due_on
        self.quiet = frozenset(list(self.refs)[::4])  # these report long after they are due

    def live(self, day: date, *, drained: bool) -> None:
        """One day: some acts between eight and five, a drain at noon, and perhaps one at night."""
        self.today = day
        near = [ref for ref, due in self.due.items() if (due - day).days < SOON]
        for hour in (9, 14):
            for _ in range(4):
                if near:
                    self._try(self.chance.choice(near), at(day, hour))
            self._difficulty(at(day, hour))
            if hour == 9 or drained:
                advance(self.workplace.engine, StoppedClock(at(day, hour + 3)))

    def site(self, day: date, hour: int = 18) -> Site:
        """The pages at an hour of a day."""
        offset = at(day, hour) - wall_clock()
        with writing(self.workplace.engine) as session:
            put_setting(session, CLOCK_OFFSET, str(int(offset.total_seconds())))
        workplace = Workplace(
            self.workplace.settings, self.workplace.engine, self.workplace.sample, offset
        )
        return Site(workplace, create_app(workplace))

    def _try(self, ref: str, now: Any) -> None:
        if ref not in self.due:
            return  # withdrawn the same day
        if self.refs[ref] == "settled" and self.chance.random() < 0.7:
            return  # most of what is done is left alone
        tried, weights = zip(*_TRIED[self.refs[ref]], strict=True)
        act = self.chance.choices(tried, weights)[0]
        if ref in self.quiet and act is Act.REPORT and self.due[ref] > self.today - LATE:
            return
        given = self._given(act, ref)
        try:
            with writing(self.workplace.engine) as session:
                Recorder(session, now, self.workplace.evidence, YEAR).record(given)
        except DondocError:
            return
        self.refs[ref] = _LEADS_TO.get(act, self.refs[ref])
        if act is Act.WITHDRAW:
            del self.due[ref]

    def _given(self, act: Act, ref: str) -> ActInput:
        chance, official = self.chance, self._official(ref)
        office = (OFFICE, JUDGE)[chance.randrange(2)]
        files = act in (Act.REPORT, Act.UPDATE, Act.ACKNOWLEDGE, Act.ASK_EXTENSION)
        product, value, delivered = ref.startswith("SP"), None, None
        if act in (Act.REPORT, Act.CORRECT) or (act is Act.UPDATE and chance.random() < 0.5):
            if product:
                delivered = chance.random() < 0.4
            else:
                value = Decimal(chance.choice((0, 0, 1, 2, 3, 5, 8, 60, 89, "4.999", "89.995")))
        elif act is Act.VERIFY and chance.random() < 0.2:
            value = None if product else Decimal(chance.randrange(9))
            delivered = chance.random() < 0.5 if product else None
        said = act in (Act.REPORT, Act.UPDATE) and chance.random() < 0.2
        moved = act in (Act.ASK_EXTENSION, Act.CHANGE_DUE)
        moved = moved or (act is Act.RETURN and chance.random() < 0.7)
        ahead = self.today + timedelta(days=chance.choice((5, 8, 14, 30)))
        estimate = act is Act.REPORT and value is not None and chance.random() < 0.1
        return ActInput(
            act, ref, official if files else office,
            value=value, delivered=delivered, reason="Lý do được nêu",
            basis=Basis.ESTIMATE if estimate else Basis.ACTUAL,
            value_as_of=self.today if estimate else None,
            narrative="Đang làm" if act is Act.UPDATE else "",
            hindrances=(DifficultyInput(f"Vướng {chance.randrange(3)}", "", "TU"),) if said else (),
            new_due_on=ahead if moved else None,
            confirmed=True,
        )  # fmt: skip

    def _official(self, ref: str) -> str:
        position = self.officials[ref.partition("/")[0]]
        for one in self.holdings:
            first, last = one.valid_from or date.min, one.valid_to or date.max
            if one.position_code == position and first <= self.today <= last:
                return one.person_code
        return OFFICE

    def _difficulty(self, now: Any) -> None:
        """Now and then the office removes one."""
        if self.chance.random() > 0.1:
            return
        with writing(self.workplace.engine) as session:
            programme = current_programme(session, YEAR)
            person = find_person(session, OFFICE)
            viewer = open_viewer(session, person, programme, self.today)
            ours = Assignment.programme_id == programme.key
            found = open_hindrances(session, ours, now)  # type: ignore[arg-type]
            if found:
                remove(session, viewer, found[-1].difficulty_id, "Đã bố trí kinh phí", now)

    def drain(self) -> None:
        """Drains what is left."""
        advance(self.workplace.engine, StoppedClock(at(self.today, 20)))


def digest_json(engine: Engine, quarter: int, day: date) -> dict[str, Any]:
    """The figures of a quarter as of a day."""
    with reading(engine) as session:
        programme = current_programme(session, YEAR)
        return figures(session, programme, Quarter(YEAR, quarter), day, None).as_json()
