"""Units that a plan names in words only, under the codes by which they are known."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.plan.load.doubt import Doubt
from dondoc.services.plan.load.same_administration import Administrations, asked_of_named
from dondoc.services.plan.load.same_units import units_by_name
from dondoc.services.plan.load.unit_index import UnitIndex, read_unit_index
from dondoc.services.workbook.plan import AssignmentDraft, PlanDraft
from models.rules.folding import fold_words, told_apart_by_marks
from models.rules.names_alike import parts


def with_known_units(
    session: Session, draft: PlanDraft, today: date, sure: frozenset[str]
) -> tuple[PlanDraft, tuple[Doubt, ...]]:
    """The plan with the known code of each unit whose name alone was given, and what is asked.

    Where two units are called so, the code stays a new one, and the load asks which is meant. A
    name that only the word for its office tells from a known unit's is asked about here.
    """
    named = {u.code: u.name for u in draft.units if u.code == code_from_name(u.name)}
    named = {**draft.helper_names, **named}
    if not named:
        return draft, ()
    unit_index = read_unit_index(session, draft.programme.year, today, draft.units)
    same = _called_so(named, unit_index)
    unknown = {
        code: name for code, name in named.items() if code not in {*same, *unit_index.ids}
    }  # fmt: skip
    made = [unit for unit in draft.units if unit.code not in same]
    _refuse_numbers(unknown[unit.code] for unit in made if unit.code in unknown)
    helping = unknown.keys() - {unit.code for unit in made}
    asked = asked_of_named(unknown, helping, Administrations(unit_index, made))
    for code, doubt in asked.items():
        if doubt.answer(sure) == f"unit-name:{code}={doubt.params['old']}":
            same[code] = doubt.params["old"]
    units = tuple(unit for unit in draft.units if unit.code not in same)
    listed = {*unit_index.ids, *same.values(), *(unit.code for unit in units)}
    known_draft = replace(
        draft,
        units=units,
        assignments=tuple(_by_code(given, same, listed) for given in draft.assignments),
        helper_names={},
    )
    return known_draft, tuple(asked.values())


def _refuse_numbers(names: Iterable[str]) -> None:
    """ "8866" for a unit that nobody knows is a code that a spreadsheet took its zeros from.

    Raises BadInput.
    """
    for name in names:
        if not any(map(str.isalpha, name)):
            raise BadInput("plan_load.error.unit_number", name=name)


def _called_so(named: Mapping[str, str], unit_index: UnitIndex) -> dict[str, str]:
    """By the new code of a unit, the code of the one known unit that is called so."""
    known = units_by_name(unit_index)
    by_code = {fold_words(code): code for code in unit_index.ids}
    same: dict[str, str] = {}
    for code, name in named.items():
        codes = known[parts(name)] or [by_code.get(fold_words(name), "")]
        _refuse_other_marks(name, codes if code not in unit_index.ids else [code], unit_index)
        if code not in unit_index.ids and len(codes) == 1 and codes[0]:
            same[code] = codes[0]
    return same


def _refuse_other_marks(name: str, codes: list[str], unit_index: UnitIndex) -> None:
    """A name that only its marks tell from a known unit's is a slip, or another unit.

    Raises BadInput.
    """
    calls = [(code, unit_index.call(unit_index.ids[code])) for code in codes if code]
    if len(calls) == 1 and (known := calls[0][1]) and told_apart_by_marks(name, known.name):
        code, other = calls[0][0], known.name
        raise BadInput("plan_load.error.unit_by_marks", name=name, other=other, code=code)


def _by_code(
    assignment: AssignmentDraft, same: dict[str, str], listed: Container[str]
) -> AssignmentDraft:
    """Helping units that neither the plan nor the system knows are left out: it was said."""
    helping = (same.get(code, code) for code in assignment.coordinating)
    unit_code = same.get(assignment.unit_code, assignment.unit_code)
    return replace(
        assignment,
        unit_code=unit_code,
        coordinating=tuple(
            code for code in dict.fromkeys(helping) if code in listed and code != unit_code
        ),
    )
