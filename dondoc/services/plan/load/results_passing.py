"""Which results count for another person if a plan changes when positions were held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sqlmodel import Session

from dondoc.services.plan.load.changes import Note, PlanChange, ThingKind
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.work.answering.other_holders import OtherHolder
from dondoc.services.work.answering.results_passing import results_passed_by, terms_of
from models.rules.responsibility import Term


def results_passing(
    session: Session, stored: StoredPlan, entries: Iterable[PlanChange], today: date
) -> Iterator[OtherHolder]:
    """Each result that would pass, and from whom to whom."""
    held: dict[str, list[PlanChange]] = defaultdict(list)
    names: dict[str, str] = {}
    for entry in entries:
        if entry.what is ThingKind.HOLDING and entry.key[0] in stored.positions:
            held[entry.key[0]].append(entry)
        elif entry.what is ThingKind.PERSON and entry.new:
            names[entry.ref] = entry.new["full_name"]
    for code, changed in held.items():
        position_id = stored.positions[code].id
        after = _after(terms_of(session, position_id), changed, stored, names)
        codes = {_who(*each, stored): each[1].key[1] for each in enumerate(changed, 1)}
        yield from results_passed_by(session, position_id, after, today, codes)


def passing_notes(passing: Iterable[OtherHolder]) -> Iterator[Note]:
    """Said before anything is loaded: from whom each result would pass to whom."""
    for passed in passing:
        holders = (passed.before or "–", passed.after or "–")
        yield Note(ThingKind.HOLDING, passed.ref_of_year, "plan_load.note.passes_to", *holders)


def _after(
    terms: dict[int, Term], changed: Iterable[PlanChange], stored: StoredPlan, names: dict[str, str]
) -> tuple[Term, ...]:
    terms_after = dict(terms)
    for number, change in enumerate(changed, 1):
        key = stored.holdings[change.key].id if change.old is not None else -number
        if change.new is None:
            del terms_after[key]
            continue
        person = stored.people.get(change.key[1])
        name = names.get(change.key[1]) or (person.row["full_name"] if person else change.key[1])
        who = _who(number, change, stored)
        terms_after[key] = Term(who, name, change.new["held_from"], change.new["held_to"])
    return tuple(terms_after.values())


def _who(number: int, change: PlanChange, stored: StoredPlan) -> int:
    """The key of whoever a holding is of; below nothing for people who are not there yet."""
    person = stored.people.get(change.key[1])
    return person.id if person else -number
