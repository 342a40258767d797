"""Work of the plan that a file leaves out: kept, and said; and titles that were mended."""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from dondoc.errors import BadInput
from dondoc.services.plan.load.changes import RENAMED, Key, LeftOut, Note, ThingKind
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.workbook.plan import PlanDraft
from models.rules.folding import fold_words
from models.rules.stages import Standing

MAX_NAMED = 10
MAX_COMPARED = 200
SIMILAR = 0.8


WITHDRAW = "withdraw:"
"""Begins the answer that withdraws work which the file lacks: withdraw:KND@LT."""


def left_out(draft: PlanDraft, stored: StoredPlan) -> list[Key]:
    """Live work of the file's own units that the file lacks."""
    listed = {(a.indicator_code, a.unit_code) for a in draft.assignments}
    units = {unit for _, unit in listed}
    return [
        key
        for key, row in stored.assignments.items()
        if row.standing is Standing.LIVE and key not in listed and key[1] in units
    ]


def chosen_to_go(draft: PlanDraft, stored: StoredPlan, sure: frozenset[str]) -> frozenset[Key]:
    """What of it was chosen to be withdrawn. Raises BadInput for work that the file has."""
    wanted = {answer.removeprefix(WITHDRAW) for answer in sure if answer.startswith(WITHDRAW)}
    known = {stored.refs[key]: key for key in left_out(draft, stored)}
    for ref in sorted(wanted - known.keys()):
        raise BadInput("plan_load.error.not_left_out", ref=ref)
    return frozenset(known[ref] for ref in wanted)


def rows_left_out(
    draft: PlanDraft, stored: StoredPlan, locked: Callable[[Key], bool]
) -> tuple[LeftOut, ...]:
    """It as a page asks about it, row by row."""
    return tuple(
        LeftOut(
            stored.refs[code, unit],
            str(stored.indicators[(code,)].row["title"]) if (code,) in stored.indicators else code,
            f"{WITHDRAW}{stored.refs[code, unit]}",
            locked((code, unit)),
        )
        for code, unit in left_out(draft, stored)
    )


def left_out_notes(
    draft: PlanDraft, stored: StoredPlan, withdrawn: frozenset[Key]
) -> Iterator[Note]:
    """Live work of the file's own units that the file lacks, in one note.

    And for new work with nearly the title of such work, that it may be the same; and for new work
    that other units have, too.
    """
    yield from _given_elsewhere(draft, stored)
    missing = [key for key in left_out(draft, stored) if key not in withdrawn]
    if not missing:
        return
    refs = "; ".join(stored.refs[key] for key in missing[:MAX_NAMED])
    more = "; …" if len(missing) > MAX_NAMED else ""
    yield Note(ThingKind.ASSIGNMENT, refs + more, "plan_load.note.left_out", str(len(missing)))
    yield from _renamed(draft, stored, missing)


def _given_elsewhere(draft: PlanDraft, stored: StoredPlan) -> Iterator[Note]:
    """New work that units which the file does not name have, too: it may have moved from them."""
    listed = {(a.indicator_code, a.unit_code) for a in draft.assignments}
    units = {unit for _, unit in listed}
    new = {indicator for indicator, unit in listed if (indicator, unit) not in stored.assignments}
    others = [
        stored.refs[key]
        for key, row in stored.assignments.items()
        if row.standing is Standing.LIVE and key[0] in new and key[1] not in units
    ]
    if others:
        refs = "; ".join(others[:MAX_NAMED]) + ("; …" if len(others) > MAX_NAMED else "")
        yield Note(ThingKind.ASSIGNMENT, refs, "plan_load.note.elsewhere", str(len(others)))


def _renamed(draft: PlanDraft, stored: StoredPlan, missing: list[Key]) -> Iterator[Note]:
    names = {i.code: i.name for i in draft.indicators}
    added = [
        (a.indicator_code, a.unit_code)
        for a in draft.assignments
        if (a.indicator_code, a.unit_code) not in stored.assignments and a.indicator_code in names
    ]
    titles = [
        (old, unit, known.row["title"], fold_words(known.row["title"]))
        for old, unit in missing[:MAX_COMPARED]
        if (known := stored.indicators.get((old,)))
    ]
    for code, unit in added[:MAX_COMPARED]:
        name = fold_words(names[code])
        for old, old_unit, title, folded in titles:
            if old_unit == unit and _alike(name, folded):
                yield Note(ThingKind.ASSIGNMENT, names[code], RENAMED, title, old)


def _alike(first: str, second: str) -> bool:
    """The quick ratios are never less than the ratio itself: most pairs need no more than them."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= SIMILAR for ratio in ratios)
