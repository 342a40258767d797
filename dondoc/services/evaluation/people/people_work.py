"""The work of people, and what of it counts in a period for somebody who was away meanwhile.

HD 02-HD/BTCTW (secondary): absent for half of a quarter or more: counted with the next. Of one year
alone: what was missed at its end counts there, as the next year's plan is another one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from dondoc.services.evaluation.people.discipline import (
    NOBODY_DISCIPLINED,
    DisciplineFact,
    Disciplines,
)
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.led_fields import NO_FIELDS, LedFields, without_own
from dondoc.services.evaluation.people.unit_times import UnitSpans, UnitTimes, times_in
from dondoc.services.evaluation.people.work import OfficialWork, not_counted, while_present
from dondoc.services.figures.periods import DigestPeriod
from models.rules.calendar import WorkingCalendar
from models.rules.scoring.from_checkpoints import NotCountedReason
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import AbsenceShare, DaySpan, absence_share
from models.rules.scoring.readings import HeadsTasks

DECEMBER = 12


@dataclass(frozen=True, kw_only=True)
class PeopleWork:
    """What everybody leads. `away`: the days on which each was absent with a good reason.

    `disciplines`: the papers that stand against people and units. `spans`: the days in their units
    of those whose work is of more than one. `fields`: what leaders lead. `vacant`: what nobody
    leads on the day that counts: it is the unit's all the same.
    """

    by_person: Mapping[int, Sequence[OfficialWork]]
    away: Mapping[int, Sequence[DaySpan]]
    calendar: WorkingCalendar
    disciplines: Disciplines = NOBODY_DISCIPLINED
    spans: Mapping[int, UnitSpans] = field(default_factory=dict)
    fields: LedFields = NO_FIELDS
    vacant: Sequence[OfficialWork] = ()

    def due_in(self, person_id: int, period: DigestPeriod) -> tuple[OfficialWork, ...]:
        """What was due in a period, by the date in force."""
        works = self.by_person.get(person_id, ())
        return tuple(each for each in works if each.due_on in period)

    def counted_in(
        self, person_id: int, period: DigestPeriod, parameters: ScoringParameters
    ) -> tuple[OfficialWork, ...]:
        """What a rule set counts in a period, with the work of one before that was missed.

        What was missed itself is not counted: each piece of work says so. Where the rule set says
        so, the work of the field that they lead counts beside their own.
        """
        works = self._own_counted(person_id, period, parameters)
        if parameters.heads_tasks is HeadsTasks.OWN:
            return works
        return (*works, *without_own(self.field_in(person_id, period) or (), works))

    def field_in(self, person_id: int, period: DigestPeriod) -> tuple[OfficialWork, ...] | None:
        """What was due in a period of the field that somebody leads; None where they lead none
        on any day of it.
        """
        if not self.fields.leads_in(person_id, period.start, period.end):
            return None
        units = self.fields.units_of(person_id, self._by_unit)
        works = chain.from_iterable(self._by_unit[unit] for unit in units)
        return self.fields.of(person_id, (each for each in works if each.due_on in period))

    @cached_property
    def _by_unit(self) -> Mapping[int, Sequence[OfficialWork]]:
        """All work by its unit: whoever leads a field is asked for the work of a few of them."""
        found: dict[int, list[OfficialWork]] = defaultdict(list)
        for work in (*self.vacant, *chain.from_iterable(self.by_person.values())):
            found[work.unit_id].append(work)
        return found

    def _own_counted(
        self, person_id: int, period: DigestPeriod, parameters: ScoringParameters
    ) -> tuple[OfficialWork, ...]:
        works = self._with_missed(person_id, period, parameters)
        is_missed = self._is_missed(person_id, period, parameters)
        if not is_missed or period.end.month == DECEMBER:
            return works
        return not_counted(works, NotCountedReason.COUNTED_WITH_NEXT)

    def disciplined_in(self, person_id: int, period: DigestPeriod) -> tuple[DisciplineFact, ...]:
        """The papers that count against somebody in a period."""
        return self.disciplines.of_person(person_id, period)

    def known_of(
        self, person_id: int, period: DigestPeriod, entered: EnteredPoints = NOTHING_ENTERED
    ) -> EnteredPoints:
        """What was entered of somebody, with papers, days in units and field of a period."""
        disciplined = bool(self.disciplined_in(person_id, period))
        return replace(
            entered, disciplined=disciplined, times=self.times_in(person_id, period),
            field=self.field_in(person_id, period),
        )  # fmt: skip

    def times_in(self, person_id: int, period: DigestPeriod) -> UnitTimes | None:
        """Somebody's days in their units; None where they worked in one alone."""
        spans = self.spans.get(person_id)
        return None if spans is None else times_in(spans, period, self.calendar.is_working)

    def away_in(self, person_id: int, period: DigestPeriod) -> tuple[DaySpan, ...]:
        """The days of absence within a period."""
        return tuple(
            DaySpan(max(span.first, period.start), min(span.last, period.end))
            for span in self.away.get(person_id, ())
            if span.first <= period.end and span.last >= period.start
        )

    def absence(
        self, person_id: int, period: DigestPeriod, parameters: ScoringParameters
    ) -> AbsenceShare:
        """How much of a period somebody was away, by the rule set's kind of days."""
        whole = DaySpan(period.start, period.end)
        spans = self.away_in(person_id, period)
        return absence_share(whole, spans, self.calendar.is_working, parameters)

    def missed_before(
        self, person_id: int, period: DigestPeriod, parameters: ScoringParameters
    ) -> DigestPeriod | None:
        """The period before, where somebody was away for too much of it; of the same year."""
        if period.number == 1 or not self.away.get(person_id):
            return None
        before = replace(period, number=period.number - 1)
        return before if self._is_missed(person_id, before, parameters) else None

    def _is_missed(
        self, person_id: int, period: DigestPeriod, parameters: ScoringParameters
    ) -> bool:
        """Of most people nothing is known to be missed: no day is counted for them."""
        if not self.away_in(person_id, period):
            return False
        return self.absence(person_id, period, parameters).counted_with_next

    def _with_missed(
        self, person_id: int, period: DigestPeriod, parameters: ScoringParameters
    ) -> tuple[OfficialWork, ...]:
        away = self.away.get(person_id, ())
        own = while_present(self.due_in(person_id, period), away, parameters)
        before = self.missed_before(person_id, period, parameters)
        return (*self._with_missed(person_id, before, parameters), *own) if before else own
