"""A plan laid out as the rows of the workbook's sheets, in words of one language."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.services.workbook.days import quarter_end, quarter_start
from dondoc.services.workbook.layout import checkpoint_title, choice_word, sheet_layouts
from dondoc.services.workbook.plan import (
    QUARTER_LABELS,
    YEAR_LABEL,
    AssignmentDraft,
    CheckpointDraft,
    PlanDraft,
    ProgrammeDraft,
)

CellContent = str | int | Decimal | date | None
Record = Mapping[str, CellContent]
LIST_BREAK = "; "


def plan_records(draft: PlanDraft, lang: str) -> dict[str, list[Record]]:
    """Rows by kind of sheet; each row maps column keys to contents. The programme is not here."""
    parts: dict[str, Any] = {
        "units": draft.units,
        "holdings": draft.holdings,
        "committee": draft.committee_members,
        "indicators": draft.indicators,
        "calendar": draft.calendar_days,
        "ladder": draft.ladder_steps,
    }
    records = {kind: [_record(kind, item, lang) for item in items] for kind, items in parts.items()}
    programme = draft.programme
    records["assignments"] = [_assignment(a, programme) for a in draft.assignments]
    records["roadmap"] = [r for a in draft.assignments for r in _roadmap(a, programme)]
    return records


def _record(kind: str, item: Any, lang: str) -> Record:
    """Fields and columns carry the same names, but for codes, which columns name in full."""
    values = {f.name: getattr(item, f.name) for f in fields(item)}
    if "code" in values:
        values["unit_code" if kind == "units" else "indicator_code"] = values.pop("code")
    if values.get("is_deputy") is False:
        values["is_deputy"] = choice_word("flag", "no", lang)  # an empty cell would not say so
    layout = sheet_layouts()[kind]
    return {c.key: _content(values[c.key], c.choice, lang) for c in layout.columns}


def _content(value: Any, vocabulary: str | None, lang: str) -> CellContent:
    if isinstance(value, bool):
        return "x" if value else None
    if isinstance(value, tuple):
        return LIST_BREAK.join(str(_content(v, vocabulary, lang)) for v in value) or None
    if vocabulary and isinstance(value, str):
        return choice_word(vocabulary, value, lang)
    return value  # type: ignore[no-any-return]


def _assignment(draft: AssignmentDraft, programme: ProgrammeDraft) -> Record:
    quarters: dict[str, CellContent] = {}
    if _in_quarters(draft, programme.year):
        quarters = {c.label.lower(): _expected(c) for c in draft.checkpoints}
    return {
        "indicator_code": draft.indicator_code,
        "unit_code": draft.unit_code,
        "responsible": LIST_BREAK.join(draft.responsible) or None,
        "coordinating": LIST_BREAK.join(draft.coordinating) or None,
        "watching": LIST_BREAK.join(draft.watching) or None,
        "baseline": draft.baseline,
        "target": draft.target if draft.target_product is None else draft.target_product,
        "weight": draft.weight,
        "deadline": draft.deadline,
        "note": draft.note,
        **quarters,
    }


def _expected(checkpoint: CheckpointDraft) -> CellContent:
    return checkpoint.product if checkpoint.expected is None else checkpoint.expected


def _in_quarters(draft: AssignmentDraft, year: int) -> bool:
    """Whether the checkpoints are just what filled quarter columns would give."""
    return all(_is_quarter(checkpoint, year) for checkpoint in draft.checkpoints)


def _is_quarter(checkpoint: CheckpointDraft, year: int) -> bool:
    if checkpoint.label not in QUARTER_LABELS:
        return False
    number = QUARTER_LABELS.index(checkpoint.label) + 1
    dates = (quarter_start(year, number), quarter_end(year, number))
    is_usual = checkpoint.title == checkpoint_title(checkpoint.label, year)
    has_one = (checkpoint.expected is None) != (checkpoint.product is None)
    return is_usual and has_one and (checkpoint.opens_on, checkpoint.due_on) == dates


def _is_whole_year(draft: AssignmentDraft) -> bool:
    return [c.label for c in draft.checkpoints] == [YEAR_LABEL]


def _roadmap(draft: AssignmentDraft, programme: ProgrammeDraft) -> Iterator[Record]:
    if _is_whole_year(draft) or _in_quarters(draft, programme.year):
        return
    for checkpoint in draft.checkpoints:
        yield {
            "indicator_code": draft.indicator_code,
            "unit_code": draft.unit_code,
            "step": checkpoint.label,
            "title": checkpoint.title,
            "opens_on": checkpoint.opens_on,
            "due_on": checkpoint.due_on,
            "expected": checkpoint.expected,
            "product": checkpoint.product,
        }
