"""The table of difficulties: who is hindered by what, what they ask, and who can remove it."""

from collections.abc import Sequence
from functools import partial

from dondoc.rendering import formats
from dondoc.services.digest.tables import DigestTable, DigestWriter, list_table
from dondoc.services.figures.shapes import DifficultyRow


def difficulty_table(
    writer: DigestWriter, difficulty_rows: Sequence[DifficultyRow], of_unit: str = ""
) -> DigestTable | None:
    """Difficulties and proposals in the words of those who reported them.

    `of_unit`: the only unit that a digest is of, which is not named again in each row.
    """
    where = "work_of_unit" if of_unit else "who"
    columns = writer.columns("number", where, "difficulty", "proposal", "remover")
    cells = partial(_difficulty_cells, writer, of_unit=of_unit)
    return list_table("difficulties", columns, difficulty_rows, cells)


def _since(writer: DigestWriter, difficulty_row: DifficultyRow) -> str:
    """The day on which it was said, or since which it is said again and again."""
    if difficulty_row.since is None or difficulty_row.since == difficulty_row.said_on:
        return formats.day(difficulty_row.said_on)
    return writer.tr(
        "digest.since",
        day=formats.day(difficulty_row.since),
        again=formats.day(difficulty_row.said_on),
    )


def _ended(writer: DigestWriter, difficulty_row: DifficultyRow) -> str:
    """Who ended it, when and how; what a digest kept before this was asked says less."""
    name = "digest.left_out" if difficulty_row.left_out else "digest.resolved"
    if difficulty_row.ended_on is None:
        return writer.tr(name)
    who, day = difficulty_row.ended_by or formats.NOTHING, formats.day(difficulty_row.ended_on)
    return writer.tr(f"{name}_by", day=day, who=who, how=difficulty_row.ended_how)


def _difficulty_cells(
    writer: DigestWriter, difficulty_row: DifficultyRow, *, of_unit: str
) -> tuple[str, ...]:
    remover = difficulty_row.remover or writer.tr("digest.no_remover")
    if difficulty_row.resolved:
        remover = f"{remover} ({_ended(writer, difficulty_row)})"
    said = f"{difficulty_row.ref}, " if writer.has_codes else ""
    ours = difficulty_row.unit == of_unit and difficulty_row.title
    unit = "" if ours else difficulty_row.unit
    named = ": ".join(filter(None, (unit, difficulty_row.title)))
    text = f"{named} ({said}{_since(writer, difficulty_row)})"
    nothing = formats.NOTHING
    return (text, difficulty_row.difficulty or nothing, difficulty_row.proposal or nothing, remover)
