"""Officials in the lead: what they answer for in the period, and who never took anything on."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.services.digest.reading import DigestReading
from dondoc.services.digest.report_reading import ReportReading
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.per_group import all_verdicts
from dondoc.services.figures.report_shapes import OfficialFigures, SilentOwner
from models.rules.due import DueState, last_day
from models.rules.stages import UNREPORTED
from models.rules.totals import count
from models.rules.vietnamese_order import by_given_name, by_letters

NOBODY = (None, None)


@dataclass(frozen=True)
class _Led:
    """What one official leads, '' where no position answers or nobody holds it."""

    name: str
    titles: Counter[str]
    judged: list[JudgedCheckpoint]

    @property
    def title(self) -> str:
        """As what they lead it, the most first: whoever moved answers at two units."""
        return "; ".join(title for title, _ in self.titles.most_common())


def _by_lead(
    reading: DigestReading, judged: Sequence[JudgedCheckpoint]
) -> dict[tuple[int | None, int | None], _Led]:
    """By person, or by position where it was vacant."""
    found: dict[tuple[int | None, int | None], _Led] = {}
    for each in judged:
        lead = reading.lookups.lead(each)
        key = (lead.person_id, None if lead.person_id else lead.position_id) if lead else NOBODY
        led = found.setdefault(key, _Led(lead.name if lead else "", Counter(), []))
        led.judged.append(each)
        led.titles.update([lead.title] if lead else [])
    return found


def per_official(reading: DigestReading) -> tuple[OfficialFigures, ...]:
    """Everyone who leads something that is due in the period; the most overdue first."""
    found = [
        OfficialFigures(
            name=led.name,
            title=led.title,
            unit=_unit(reading, led),
            counts=count(each.counted for each in led.judged),
            verdicts=all_verdicts(led.judged),
        )
        for led in _by_lead(reading, reading.within).values()
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                -each.counts.overdue,
                by_letters(each.unit),
                by_given_name(each.name),
            ),
        )
    )


def _unit(reading: DigestReading, led: _Led) -> str:
    """The unit of most of it."""
    sizes: dict[int, int] = defaultdict(int)
    for each in led.judged:
        sizes[each.row.unit_id] += 1
    most = min(sizes, key=lambda unit: (-sizes[unit], unit))
    return reading.lookups.names[most].name


def silent_owners(reading: ReportReading) -> tuple[int, tuple[SilentOwner, ...]]:
    """How many lead something that they had time to take on, and those who never took anything on.

    Who reports, or asks for more time, has taken work on as well as who acknowledges it.
    """
    base, day = reading.base, reading.question.as_of
    opened = [each for each in base.judged if each.row.opens_on <= day]
    led = {
        key: led
        for key, led in _by_lead(base, opened).items()
        if key[0] is not None and any(_had_time(base, each) for each in led.judged)
    }
    silent = [
        SilentOwner(
            name=each.name,
            title=each.title,
            unit=_unit(base, each),
            checkpoints=len(each.judged),
            overdue=sum(one.counted.state is DueState.OVERDUE for one in each.judged),
        )
        for key, each in led.items()
        if key[0] not in reading.takers
    ]
    in_order = sorted(
        silent, key=lambda each: (-each.overdue, by_letters(each.unit), by_given_name(each.name))
    )
    return len(led), tuple(in_order)


def _had_time(reading: DigestReading, checkpoint: JudgedCheckpoint) -> bool:
    """Whether its lead could have taken it on: the days that the rules give to acknowledge passed.

    Whoever took a position up when the work ran already has nothing to acknowledge: what is asked
    of them is the report, by its last day.
    """
    row, question = checkpoint.row, reading.question
    if row.stage not in UNREPORTED:
        return True
    calendar, day = question.frame.calendar, question.as_of
    since = reading.lookups.leads_since(checkpoint) or row.opens_on
    if since > row.opens_on and day <= last_day(row.due_on, calendar):
        return False
    begun = max(since, row.opens_on)
    return calendar.between(begun, day) > question.frame.rules.acknowledge_days
