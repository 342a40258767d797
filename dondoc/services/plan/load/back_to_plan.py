"""Makes a plan of a stored programme: loading that plan again would change nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from dondoc.services.plan.load.changes import Key, PlanRow
from dondoc.services.plan.load.stored_plan import StoredPlan, read_organisation
from dondoc.services.plan.load.stored_work import read_work
from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CalendarDayDraft,
    CheckpointDraft,
    CommitteeMemberDraft,
    HoldingDraft,
    IndicatorDraft,
    LadderStepDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)
from models.programme import Programme
from models.rules.stages import Standing
from models.rules.unit_places import is_deputy_title
from models.rules.validity import overlaps


def draft_of(session: Session, programme: Programme, on: date) -> PlanDraft:
    """The plan of a programme, with the units as they are called on a day.

    What was withdrawn or handed over is left out; due dates are those in force. Positions
    that nobody ever held have no row in a plan, so they are left out too.
    """
    session.flush()
    return draft_from(read_work(session, read_organisation(session, programme.year, on)))


def draft_from(stored: StoredPlan) -> PlanDraft:
    """The plan as a draft, made of a stored plan that was read already."""
    year = stored.year
    return PlanDraft(
        programme=_programme(stored),
        units=tuple(_units(stored)),
        holdings=tuple(holding_drafts(stored, stored.units.first, stored.units.last)),
        committee_members=tuple(_members(stored)),
        indicators=tuple(_indicators(stored)),
        assignments=tuple(_assignments(stored)),
        calendar_days=tuple(
            CalendarDayDraft(key[0], stored_row.row["working"], stored_row.row["note"] or None)
            for key, stored_row in stored.days.items()
            if key[0].year in (year, year + 1)
        ),
        ladder_steps=tuple(_steps(stored)),
    )


def with_known_programme(draft: PlanDraft, stored: StoredPlan) -> PlanDraft:
    """The plan; where it says nothing of its programme but the year, with the known one.

    A table of one unit must not take the name and the paper from a whole programme. Nor does one
    that names no rule set bring the one that new programmes of its year begin with.
    """
    if stored.programme is None:
        return draft
    if not draft.programme.is_stated:
        return replace(draft, programme=_programme(stored))
    if draft.programme.names_rule_set:
        return draft
    kept = replace(draft.programme, rule_set=stored.programme.row["rule_set"])
    return replace(draft, programme=kept)


def _programme(stored: StoredPlan) -> ProgrammeDraft:
    row = stored.programme.row if stored.programme else {}
    return ProgrammeDraft(
        year=stored.year,
        name=row["title"],
        deciding_paper=row["deciding_paper"] or None,
        paper_date=row["paper_date"],
        rule_set=row["rule_set"],
        note=row["note"] or None,
    )


def _units(stored: StoredPlan) -> Iterator[UnitDraft]:
    unit_index = stored.units
    for unit_id in sorted(unit_index.codes, key=lambda unit_id: unit_index.order[unit_id]):
        name, parent = unit_index.call(unit_id), unit_index.under(unit_id)
        if name is None:
            continue
        committee = stored.committees.get((name.code,))
        paper = committee.row if committee and committee.standing is Standing.LIVE else {}
        yield UnitDraft(
            code=name.code,
            name=name.name,
            group=unit_index.groups[unit_id],
            parent_code=unit_index.codes.get(parent.parent_id) if parent else None,
            valid_from=_after(name.valid_from, unit_index.first),
            valid_to=name.valid_to,
            committee_paper=paper.get("paper") or None,
            committee_date=paper.get("founded_on"),
        )


def _after(day: date, first: date) -> date | None:
    """A plan leaves the first day of its year unsaid."""
    return None if day == first else day


def _held(stored: StoredPlan, first: date, last: date) -> list[Key]:
    """Holdings within the year; the last one before it where a position is only referred to."""
    within = [
        k for k, f in stored.holdings.items() if overlaps(k[2], f.row["held_to"], first, last)
    ]
    needed = {code for row in stored.assignments.values() for code in row.row["officials"]}
    needed |= {key[1] for key in stored.seats} | {key[0] for key in stored.mandates}
    needed -= {key[0] for key in within}
    former = {key[0]: key for key in stored.holdings if key[0] in needed and key[2] <= last}
    return [*within, *former.values()]


def holding_drafts(stored: StoredPlan, first: date, last: date) -> Iterator[HoldingDraft]:
    """Who holds which position from a plan's first day to its last."""
    for key in _held(stored, first, last):
        code, person_code, start = key
        stored_row = stored.holdings[key]
        position, person = stored.positions[code].row, stored.people[person_code].row
        if position["unit"]:
            yield HoldingDraft(
                position_code=code,
                title=position["title"],
                unit_code=position["unit"],
                person_code=person_code,
                person_name=person["full_name"],
                is_head=position["heads_unit"],
                is_deputy=_said_of_deputy(position),
                email=person["email"] or None,
                telephone=person["telephone"] or None,
                valid_from=_after(start, first),
                valid_to=stored_row.row["held_to"],
                language=person["language"],
                roles=position["roles"],
            )


def _said_of_deputy(position: PlanRow) -> bool | None:
    """Only what its title does not say by itself."""
    by_title = is_deputy_title(position["title"]) and not position["heads_unit"]
    return None if position["deputy_head"] is by_title else position["deputy_head"]


def _members(stored: StoredPlan) -> Iterator[CommitteeMemberDraft]:
    for (unit, position, role), stored_row in stored.seats.items():
        if stored.committees[(unit,)].standing is Standing.LIVE:
            yield CommitteeMemberDraft(
                unit_code=unit,
                position_code=position,
                role=role,
                task=stored_row.row["task"] or None,
                valid_from=stored_row.row["seated_from"],
                valid_to=stored_row.row["seated_to"],
            )


def _indicators(stored: StoredPlan) -> Iterator[IndicatorDraft]:
    for (code,), stored_row in stored.indicators.items():
        row = stored_row.row
        yield IndicatorDraft(
            code=code,
            name=row["title"],
            kind=row["kind"],
            unit_of_measure=row["unit_of_measure"] or None,
            direction=row["direction"],
            category=row["category"] or None,
            data_source=row["data_source"] or None,
            formula=row["formula"] or None,
            cut_off=row["cut_off"] or None,
            cut_off_days=row["cut_off_days"],
            roll_up=row["adds_up"],
            is_hard=row["hard"],
            is_new=row["is_new"],
            repairs=row["shortcoming"] or None,
            parent_code=row["parent"] or None,
            note=row["note"] or None,
        )


def _assignments(stored: StoredPlan) -> Iterator[AssignmentDraft]:
    checkpoints = _checkpoints(stored)
    for key, stored_row in stored.assignments.items():
        row = stored_row.row
        if stored_row.standing is Standing.LIVE:
            yield AssignmentDraft(
                indicator_code=key[0],
                unit_code=key[1],
                deadline=row["deadline"],
                checkpoints=tuple(checkpoints[key]),
                responsible=row["officials"],
                coordinating=row["coordinating"],
                watching=row["watching"],
                baseline=row["baseline"],
                target=row["target"],
                target_product=row["target_product"] or None,
                weight=row["weight"],
                note=row["note"] or None,
            )


def _checkpoints(stored: StoredPlan) -> dict[Key, list[CheckpointDraft]]:
    drafts: dict[Key, list[CheckpointDraft]] = defaultdict(list)
    for key, stored_checkpoint in stored.checkpoints.items():
        row = stored_checkpoint.row
        if stored_checkpoint.standing is Standing.LIVE:
            draft = CheckpointDraft(
                label=key[2],
                title=row["title"],
                opens_on=row["opens_on"],
                due_on=row["due_on"],
                expected=row["expected"],
                product=row["product"] or None,
            )
            drafts[key[:2]].append(draft)
    return drafts


def _steps(stored: StoredPlan) -> Iterator[LadderStepDraft]:
    for offset, audience, level, every, category, unit, channel in stored.steps:
        where = (category or None, unit or None, channel or None)
        yield LadderStepDraft(offset, audience, level, every, *where)
