"""A programme as a draft of the next year's plan: what is copied, moved a year, and left out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from dondoc.services.plan.load.back_to_plan import draft_from, holding_drafts
from dondoc.services.plan.load.stored_plan import StoredCheckpoint, StoredPlan, read_organisation
from dondoc.services.plan.load.stored_work import read_work
from dondoc.services.plan.next_year.last_results import last_results
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.programme.rule_sets import known_rule_sets
from dondoc.services.workbook.days import quarter_end, quarter_start
from dondoc.services.workbook.layout import checkpoint_title, programme_name
from dondoc.services.workbook.plan import (
    QUARTER_LABELS,
    YEAR_LABEL,
    AssignmentDraft,
    CheckpointDraft,
    CommitteeMemberDraft,
    HoldingDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.next_year import a_year_later, due_a_year_later
from models.rules.rule_set_choice import rule_set_of_year
from models.rules.validity import overlaps

ZERO = Decimal(0)


def next_year_draft(session: Session, programme: Programme, on: date) -> PlanDraft:
    """The plan of a programme as a first draft of the next year's; nothing is written.

    Dates are moved a year, a verified result of the whole year is the baseline, units, people and
    seats are those of a day, and the rule set is one that is valid then. Targets stay, to be
    thought about. What a meeting gave was given once.
    """
    session.flush()
    stored = read_work(session, read_organisation(session, programme.year, on))
    results = last_results(session, programme.key, on)
    choice = rule_set_of_year(known_rule_sets(session), programme.year + 1)
    return _Moved(stored, working_calendar(session, programme), results).draft(choice.code)


class _Moved:
    """A stored programme, moved into the next year."""

    def __init__(
        self, stored: StoredPlan, calendar: WorkingCalendar, results: dict[int, Decimal]
    ) -> None:
        self.stored, self.calendar, self.results = stored, calendar, results
        self.year = stored.year + 1
        self.first, self.last = date(self.year, 1, 1), date(self.year, 12, 31)

    def draft(self, rule_set: str) -> PlanDraft:
        now = draft_from(self.stored)
        units = {unit.code: unit for unit in self._units(now.units)}
        kinds = {indicator_draft.code: indicator_draft.kind for indicator_draft in now.indicators}
        once = {indicator for indicator, _ in self.stored.of_meetings}
        return replace(
            now,
            programme=self._programme(now.programme, rule_set),
            units=tuple(units.values()),
            holdings=tuple(holding for holding in self._holdings() if holding.unit_code in units),
            committee_members=tuple(
                member
                for member in self._members(now.committee_members)
                if member.unit_code in units
            ),
            indicators=tuple(
                replace(indicator, is_new=False)
                for indicator in now.indicators
                if indicator.code not in once
            ),
            assignments=tuple(
                self._assignment(assignment, kinds[assignment.indicator_code], units)
                for assignment in now.assignments
                if assignment.unit_code in units and assignment.indicator_code not in once
            ),
            calendar_days=tuple(day for day in now.calendar_days if day.day.year == self.year),
        )

    def _programme(self, now: ProgrammeDraft, rule_set: str) -> ProgrammeDraft:
        """The paper that decides the next year is still to come."""
        old = str(now.year)
        name = now.name.replace(old, str(self.year)) if old in now.name else ""
        return ProgrammeDraft(self.year, name or programme_name(self.year), rule_set=rule_set)

    def _units(self, units: tuple[UnitDraft, ...]) -> Iterator[UnitDraft]:
        """Those that are still there; a day that was left unsaid was the first of this year."""
        start = self.stored.units.first
        left = {unit.code for unit in units if overlaps(None, unit.valid_to, self.first, self.last)}
        for unit_draft in units:
            if unit_draft.code in left:
                parent = unit_draft.parent_code if unit_draft.parent_code in left else None
                yield replace(
                    unit_draft, valid_from=unit_draft.valid_from or start, parent_code=parent
                )

    def _holdings(self) -> Iterator[HoldingDraft]:
        """Who holds a position in the next year as far as is known now."""
        return holding_drafts(self.stored, self.first, self.last)

    def _members(self, members: tuple[CommitteeMemberDraft, ...]) -> Iterator[CommitteeMemberDraft]:
        for member in members:
            if overlaps(member.valid_from, member.valid_to, self.first, self.last):
                yield replace(member, valid_to=None)

    def _assignment(
        self, now: AssignmentDraft, kind: str, units: dict[str, UnitDraft]
    ) -> AssignmentDraft:
        stored_row = self.stored.assignments[now.indicator_code, now.unit_code]
        points = tuple(self._checkpoints(now))
        due = max((point.due_on for point in points), default=self.first)
        deadline = min(max(due_a_year_later(now.deadline, self.calendar), due), self.last)
        if [checkpoint.label for checkpoint in points] == [YEAR_LABEL]:
            points = (replace(points[0], due_on=deadline),)
        return replace(
            now,
            deadline=deadline,
            checkpoints=points,
            coordinating=tuple(text for text in now.coordinating if text in units),
            watching=tuple(name for name in now.watching if name in units),
            baseline=self.results.get(stored_row.id),
            target=_target(now.target, kind, points),
        )

    def _checkpoints(self, now: AssignmentDraft) -> Iterator[CheckpointDraft]:
        """By the dates that the plan named: an extension was this year's."""
        for checkpoint in now.checkpoints:
            stored_checkpoint = self.stored.checkpoints[
                now.indicator_code, now.unit_code, checkpoint.label
            ]
            yield self._checkpoint(checkpoint, stored_checkpoint)

    def _checkpoint(
        self, now: CheckpointDraft, stored_checkpoint: StoredCheckpoint
    ) -> CheckpointDraft:
        year, label = self.year, now.label
        if label in QUARTER_LABELS and now.title == checkpoint_title(label, year - 1):
            number = QUARTER_LABELS.index(label) + 1
            opens_on, due_on = quarter_start(year, number), quarter_end(year, number)
            title = checkpoint_title(label, year)
            return replace(now, title=title, opens_on=opens_on, due_on=due_on)
        due_on = due_a_year_later(stored_checkpoint.planned_due or now.due_on, self.calendar)
        due_on = min(max(due_on, self.first), self.last)
        title = now.title.replace(str(year - 1), str(year))
        opens_on = min(a_year_later(now.opens_on), due_on)
        return replace(now, title=title, opens_on=opens_on, due_on=due_on)


def _target(
    target: Decimal | None, kind: str, points: tuple[CheckpointDraft, ...]
) -> Decimal | None:
    """The year's number that its checkpoints still reach: some may have been taken back."""
    values = [point.expected for point in points if point.expected is not None]
    if not values or target is None or kind in ("product", "composite"):
        return target
    return sum(values, ZERO) if kind == "increment" else values[-1]
