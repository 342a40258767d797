"""A letter of urging (công văn đôn đốc): what is overdue at a unit, and how it was urged."""

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.organisation.units import UnitOnDay
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.own_words import OwnWords, counted
from dondoc.services.papers.paper import Block, Paper, PaperRow, PaperTable, Paragraph
from dondoc.services.papers.work_on_day import work_on_day
from dondoc.services.programme.frames import frame_of
from dondoc.services.work.answering.responsible import answering_words, officials_on
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.reminders_counted import RemindersCounted, reminded_of
from dondoc.store.bulk import among
from models.assignment import Assignment
from models.programme import Programme
from models.rules.due import DueState
from models.rules.responsibility import Occasion
from models.rules.stages import Stage

MAX_NAMED = 5
"""Officials of a checkpoint who are named one by one in a cell of the letter."""


def urging_letter(
    session: Session,
    programme: Programme,
    unit: UnitOnDay,
    order: PaperOrder,
    words: OwnWords,
) -> Paper:
    """What was overdue at the unit when the day was over, with the register's history of each.

    Raises BadInput where nothing is overdue.
    """
    rows = rows_to_urge(session, programme, unit.unit_id, order)
    if not rows:
        raise BadInput("papers.error.nothing_overdue", unit=unit.name)
    # A copy that comes back later is compared with what had been sent on its day.
    reminded = reminded_of(session, [row.checkpoint_id for row in rows], order.day)
    return Paper(
        form=order.form,
        day=order.day,
        kind="letter",
        subject=words.say("letter.subject", year=str(programme.year)),
        blocks=tuple(_blocks(unit, rows, reminded, order, words)),
        issuer=order.issuer,
        addressees=(unit.name,),
        receivers=(words.say("letter.as_above"),),
    )


def rows_to_urge(
    session: Session, programme: Programme, unit_id: int, order: PaperOrder
) -> Sequence[CheckpointRow]:
    """What is overdue at a unit on the order's day and is the unit's to do.

    Recorded silence ends the reporting, not the work: whoever never answered is urged, too. What
    was reported late and waits to be verified is not the unit's any more.
    """
    work = work_on_day(session, programme, unit_id, order)
    late = (row for row in work if row.state is DueState.OVERDUE)
    rows = [row for row in late if row.stage is not Stage.REPORTED]
    ours = among(session, col(Assignment.id), {row.assignment_id for row in rows})
    calendar = frame_of(session, programme).calendar
    officials = officials_on(session, ours, order.day, calendar)
    for row in rows:
        # Whoever let it pass may have left since: the work is asked of whoever holds it today.
        row.officials = officials.of(row.assignment_id, Occasion(Stage.IN_PROGRESS, row.due_on))
    return rows


def _blocks(
    unit: UnitOnDay,
    rows: Sequence[CheckpointRow],
    reminded: Mapping[int, RemindersCounted],
    order: PaperOrder,
    words: OwnWords,
) -> Iterator[Block]:
    longest = max(-row.days_left for row in rows)
    yield Paragraph(
        words.say(
            _of_one("letter.standing", rows),
            day=order.day,
            unit=unit.name,
            count=counted(len(rows)),
            longest=counted(longest),
        )
        + " "
        + _urged(rows, reminded, words)
    )
    yield _table(rows, reminded, words)
    asked = _of_one("letter.asked", rows)
    yield Paragraph(words.say(asked, unit=unit.name, until=f"{OPEN}/{OPEN}/{OPEN}"))
    yield Paragraph(words.say("letter.last"))


def _of_one(key: str, rows: Sequence[CheckpointRow]) -> str:
    """The key of a sentence: one checkpoint is not spoken of as several."""
    return f"{key}.one" if len(rows) == 1 else key


def _urged(
    rows: Sequence[CheckpointRow], reminded: Mapping[int, RemindersCounted], words: OwnWords
) -> str:
    """How often whoever answers was urged; that only others were told is not that nobody was.

    Of several, how many were urged at all beside the sum: "urged three times" of three that were
    urged once each would say of each that it was urged thrice.
    """
    counts = [reminded[row.checkpoint_id].times for row in rows]
    if any(counts):
        every = len(rows) > 1 and all(counts)
        key = "letter.urged.all" if every else _of_one("letter.urged", rows)
        urged = counted(sum(times > 0 for times in counts))
        return words.say(key, times=counted(sum(counts)), urged=urged)
    told = any(each.any for each in reminded.values())
    return words.say(_of_one("letter.beside" if told else "letter.never", rows))


def _table(
    rows: Sequence[CheckpointRow], reminded: Mapping[int, RemindersCounted], words: OwnWords
) -> PaperTable:
    lines = [
        PaperRow((counted(place), *_cells(row, reminded[row.checkpoint_id], words)))
        for place, row in enumerate(rows, 1)
    ]
    times = sum(reminded[row.checkpoint_id].times for row in rows)
    total = PaperRow(
        ("", words.say("total"), "", "", "", counted(times), "", ""),
        "total",
    )
    return PaperTable(
        words.say("letter.table"),
        words.columns(
            "#place", "work", "due_on", "#days_over", "official", "+times", "firmest", "last_on"
        ),
        (*lines, total),
    )


def _work(row: CheckpointRow) -> str:
    """The indicator and which of its checkpoints, as "Duyệt đề cương"."""
    return f"{row.indicator}: {row.step or row.label}"


def _standing(row: CheckpointRow, words: OwnWords) -> Iterator[str]:
    """What was recorded of it, where it was not simply left unreported."""
    if row.missing:
        yield words.tr("digest.missing")
    elif row.undelivered:
        yield words.tr("digest.undelivered")


def _cells(row: CheckpointRow, reminders: RemindersCounted, words: OwnWords) -> tuple[str, ...]:
    firmest = words.tr(f"firmness.{reminders.firmest}") if reminders.firmest else "–"
    last = f"{reminders.last_on:%d/%m/%Y}" if reminders.last_on else "–"
    return (
        "; ".join((words.named(_work(row), row.ref), *_standing(row, words))),
        f"{row.due_on:%d/%m/%Y}",
        counted(-row.days_left),
        _leads(row, words) or words.say("nobody"),
        counted(reminders.times),
        firmest,
        last,
    )


def _leads(row: CheckpointRow, words: OwnWords) -> str:
    """All who answer for it; where they are really many, two and how many more."""
    named = [answering_words(each, words.tr) for each in row.officials]
    if len(named) <= MAX_NAMED:
        return "; ".join(named)
    others = counted(len(named) - 2)
    return words.say("letter.and_others", names="; ".join(named[:2]), count=others)
