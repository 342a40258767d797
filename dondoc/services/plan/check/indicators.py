"""Reads the definitions of indicators, and checks how they hang together."""

from collections.abc import Iterable

from dondoc.services.plan.check.organisation import report_cycle, with_parent
from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.layout import fewer_words
from dondoc.services.workbook.plan import IndicatorDraft, default_roll_up
from dondoc.services.workbook.row_reader import Placed, SheetRow
from models.rules.folding import fold_words


def read_indicator(row: SheetRow) -> Placed[IndicatorDraft]:
    kind = row.choice("kind", "kind") or row.needed("kind")
    return Placed(indicator_of(row, row.needed("indicator_code"), kind), row)


def indicator_of(row: SheetRow, code: str, kind: str) -> IndicatorDraft:
    """Columns that the sheet lacks count as blank, so a one-unit plan is read by this too."""
    return IndicatorDraft(
        code=code,
        name=row.needed("name"),
        kind=kind,
        unit_of_measure=row.line("unit_of_measure") or row.measured_in,
        direction=_direction(row, kind),
        category=row.line("category"),
        data_source=row.text("data_source"),
        formula=row.text("formula"),
        cut_off=row.text("cut_off"),
        cut_off_days=_cut_off_days(row),
        roll_up=row.choice("roll_up", "roll_up") or default_roll_up(kind),
        is_hard=row.flag("is_hard") or False,
        is_new=row.flag("is_new") or False,
        repairs=row.text("repairs"),
        parent_code=row.line("parent_code"),
        note=row.text("note"),
    )


def _direction(row: SheetRow, kind: str) -> str:
    """As stated; else "≤ 30" says that less is better, where the row has a number.

    Where nothing says it, more is better, and it is said of what seems to be the opposite.
    """
    if stated := row.choice("direction", "direction"):
        return stated
    row.note_bound("target")
    is_number = kind not in ("", "product", "composite")
    if "target" not in row.bounds and is_number and _sounds_bad(row.line("name") or ""):
        row.warn("name", "plan.warn.direction_unsure", name=row.line("name") or "")
    return row.bounds.get("target", "higher")


def _sounds_bad(name: str) -> bool:
    """ "Tỷ lệ hộ nghèo", not "Số hộ thoát nghèo"."""
    words, folded = fewer_words(), f" {fold_words(name)} "
    bad, undone = (any(f" {w} " in folded for w in words[key]) for key in ("bad", "undone"))
    return bad and not undone


def _cut_off_days(row: SheetRow) -> int | None:
    days = row.whole("cut_off_days")
    if days is not None and days < 0:
        row.error(
            "cut_off_days",
            "plan.error.negative",
            column=row.heading("cut_off_days"),
            found=str(days),
        )
        return None
    return days


def check_parts(
    indicators: Iterable[Placed[IndicatorDraft]], codes: KnownCodes
) -> list[Placed[IndicatorDraft]]:
    """A part belongs to a composite, a composite has parts, and no composite contains itself."""
    placed = [with_parent(indicator, codes) for indicator in indicators]
    kinds = {p.draft.code: p.draft.kind for p in placed}
    parents = {p.draft.code: p.draft.parent_code for p in placed}
    whole = set(parents.values())
    for entry in placed:
        indicator_draft = entry.draft
        report_cycle(entry.row, indicator_draft.code, parents)
        if (
            indicator_draft.parent_code
            and kinds.get(indicator_draft.parent_code, "composite") != "composite"
        ):
            entry.row.error(
                "parent_code", "plan.error.parent_not_composite", found=indicator_draft.parent_code
            )
        if (
            indicator_draft.kind == "composite"
            and indicator_draft.code
            and indicator_draft.code not in whole
        ):
            entry.row.error("kind", "plan.error.composite_without_parts", code=indicator_draft.code)
    return placed
