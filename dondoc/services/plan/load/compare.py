"""Compares a plan with the database, part by part, and says what loading it would change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.plan.load.back_to_plan import with_known_programme
from dondoc.services.plan.load.changes import (
    Key,
    Note,
    PlanChange,
    PlanDifference,
    ThingKind,
)
from dondoc.services.plan.load.doubt import Doubt
from dondoc.services.plan.load.doubts import doubts
from dondoc.services.plan.load.entry_notes import entry_notes
from dondoc.services.plan.load.judging_rules import compare_programme, judged_by
from dondoc.services.plan.load.names import composed
from dondoc.services.plan.load.new_codes import NewCodes, with_codes
from dondoc.services.plan.load.organisation_changes import (
    compare_calendar,
    compare_committees,
    compare_ladder,
)
from dondoc.services.plan.load.past_work import PAST, past_work
from dondoc.services.plan.load.people_changes import compare_holdings, compare_people
from dondoc.services.plan.load.people_removed import people_removed, with_removed
from dondoc.services.plan.load.person_codes import one_spelling
from dondoc.services.plan.load.references import check_channels, check_references
from dondoc.services.plan.load.rejudging import days_changed, rejudging_notes
from dondoc.services.plan.load.results_passing import passing_notes, results_passing
from dondoc.services.plan.load.same_people import people_recoded, recode_person
from dondoc.services.plan.load.same_positions import positions_recoded, recode_position
from dondoc.services.plan.load.same_units import units_recoded
from dondoc.services.plan.load.stored_plan import StoredPlan, read_organisation
from dondoc.services.plan.load.stored_work import read_work
from dondoc.services.plan.load.unit_changes import UnitWork, compare_units
from dondoc.services.plan.load.wanted_plan import position_rows
from dondoc.services.plan.load.work_changes import WorkChanges, compare_work, lock_of
from dondoc.services.plan.load.work_left_out import chosen_to_go, left_out_notes, rows_left_out
from dondoc.services.programme.rule_sets import known_rule_sets
from dondoc.services.reminders.ladder.in_force import channels
from dondoc.services.work.answering.other_holders import OtherHolder
from dondoc.services.workbook.plan import PlanDraft
from dondoc.services.working_days.effects import Effects, effects_of
from models.rules.rule_set_choice import Validity

_KINDS = tuple(ThingKind)


@dataclass(frozen=True)
class Comparison:
    """A difference, with what is needed to apply it.

    `effects`: what its days off and days worked turn of what was in time and late. `passing`: the
    results that become somebody else's by the days of its holdings. `roles`: by position, as the
    plan has them; each programme gives its own.
    """

    stored: StoredPlan
    units: UnitWork
    difference: PlanDifference
    effects: Effects
    passing: tuple[OtherHolder, ...]
    roles: Mapping[str, tuple[str, ...]]


def compare(
    session: Session,
    draft: PlanDraft,
    *,
    complete: bool,
    today: date,
    sure: frozenset[str] = frozenset(),
    asked: tuple[Doubt, ...] = (),
) -> Comparison:
    """Reads the database once and compares everything.

    `sure`: answers to doubts; `asked`: doubts found before. Raises BadInput for unknown codes.
    """
    session.flush()
    draft, stored, codes_asked = _by_known_codes(session, composed(draft), today, sure)
    units = compare_units(draft.units, stored.units)
    going = chosen_to_go(draft, stored, sure)
    work = compare_work(draft, stored, complete=complete, withdrawn=going)
    programme, conflicts = compare_programme(draft, stored, known := known_rule_sets(session))
    entries = (
        *programme,
        *units.entries,
        *_changes_of_people(draft, stored, today, complete),
        *sorted(work.entries, key=lambda entry: _KINDS.index(entry.what)),
        *compare_calendar(draft, stored, complete=complete),
        *compare_ladder(draft, stored),
    )
    effects = effects_of(session, days_changed(entries), today)
    passing = tuple(results_passing(session, stored, entries, today))
    later = (*doubts(draft, stored, entries), *past_work(session, stored, entries, today))
    in_turn = _in_turn((*asked, *codes_asked), later, sure)
    removed = people_removed(stored, entries, passing, today)
    notes = _notes(session, draft, work, (today, going), known)
    difference = PlanDifference(
        draft.programme.year,
        entries,
        (*conflicts, *work.conflicts),
        (*rejudging_notes(effects), *passing_notes(passing), *notes),
        doubts=with_removed(in_turn, removed, sure),
        sure=sure,
        left_out=() if complete else rows_left_out(draft, stored, _locked(work)),
    )
    roles = {code: row["roles"] for code, row in position_rows(draft.holdings).items()}
    return Comparison(stored, units, difference, effects, passing, roles)


def _locked(work: WorkChanges) -> Callable[[Key], bool]:
    """Whether anything of an assignment was reported."""
    return lambda key: any(lock_of(point) for _, point in work.live(key))


def _notes(
    session: Session,
    draft: PlanDraft,
    work: WorkChanges,
    when: tuple[date, frozenset[Key]],
    known: list[Validity],
) -> Iterator[Note]:
    """What to know of the work: what is left out, by what it is judged, what is overdue at once."""
    if not work.complete:
        yield from left_out_notes(draft, work.stored, when[1])
    yield from judged_by(draft, work.stored, known)
    yield from work.notes
    yield from entry_notes(session, work.stored, work.entries, when[0])


def _by_known_codes(
    session: Session, draft: PlanDraft, today: date, sure: frozenset[str]
) -> tuple[PlanDraft, StoredPlan, tuple[Doubt, ...]]:
    """The plan and what is stored, by the same codes; and what is asked about new ones."""
    stored, units_asked = _same_units(session, draft, today, sure)
    draft = one_spelling(with_known_programme(draft, stored), stored)
    read_work(session, stored)
    open_units = {doubt.params["new"] for doubt in units_asked if not doubt.answer(sure)}
    positions = positions_recoded(draft, stored, sure, open_units)
    positions_asked = _recoded(stored, positions, recode_position)
    check_references(draft, stored)
    check_channels(draft, channels(session))
    people_asked = _recoded(stored, people_recoded(draft, stored, sure), recode_person)
    return draft, stored, (*units_asked, *positions_asked, *people_asked)


def _changes_of_people(
    draft: PlanDraft, stored: StoredPlan, today: date, complete: bool
) -> Iterator[PlanChange]:
    """Who there is, who holds which position, and who sits on the committees."""
    entries: Iterable[PlanChange] = compare_people(draft, stored)
    entries = with_codes(entries, ThingKind.PERSON, stored.recoded, stored.people)
    codes = stored.recoded_positions
    yield from with_codes(entries, ThingKind.POSITION, codes, stored.positions)
    yield from compare_holdings(draft, stored, today)
    yield from compare_committees(draft, stored, today, complete=complete)


def _in_turn(
    codes: tuple[Doubt, ...], others: tuple[Doubt, ...], sure: frozenset[str]
) -> tuple[Doubt, ...]:
    """Codes first: whether a committee loses its members is seen once its unit is known.

    And once all codes are known, which work is new or whose it becomes.
    """
    open_codes = [code for code in codes if not code.answer(sure)]
    left = {code.params["old"] for code in open_codes}
    later = (
        other
        for other in others
        if not (other.key == "plan_load.doubt.committee" and other.params["code"] in left)
        and not (other.key in PAST and open_codes)
    )
    return (*codes, *later)


def _same_units(
    session: Session, draft: PlanDraft, today: date, sure: frozenset[str]
) -> tuple[StoredPlan, tuple[Doubt, ...]]:
    """What is stored, units by their new codes where these are known units'; asks whether so."""
    stored = read_organisation(session, draft.programme.year, today, draft.units)
    codes = units_recoded(draft, stored, sure)
    if codes.same:
        stored = read_organisation(session, stored.year, today, draft.units, codes.same)
    return stored, codes.doubts


def _recoded(
    stored: StoredPlan, codes: NewCodes, recode: Callable[[StoredPlan, str, str], None]
) -> tuple[Doubt, ...]:
    """What is asked about new codes; where they are known things', these go by them from now on."""
    for new, old in codes.same.items():
        recode(stored, new, old)
    return codes.doubts
