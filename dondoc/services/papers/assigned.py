"""What a unit was assigned for the year: an annex, and a decision for each who leads its work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.organisation.units import UnitOnDay
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.own_words import OwnWords, counted
from dondoc.services.papers.paper import Article, Paper, PaperRow, PaperTable
from dondoc.services.papers.work_on_day import work_on_day
from dondoc.services.programme.frames import frame_of
from dondoc.services.work.answering.responsible import Officials, officials_on
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.assignment import Assignment
from models.programme import Programme
from models.rules.indicators import Direction


@dataclass(frozen=True)
class AssignmentHead:
    """A position that leads work of a unit, and who holds it ('' for nobody)."""

    position_id: int
    title: str
    name: str


@dataclass(frozen=True)
class AssignedWork:
    """An assignment with its checkpoints, by their due dates, and who leads it."""

    rows: tuple[CheckpointRow, ...]
    head: AssignmentHead | None

    @property
    def first(self) -> CheckpointRow:
        """Whichever row: the assignment is the same in all."""
        return self.rows[0]


def assigned_work(session: Session, programme: Programme, order: PaperOrder, unit_id: int) -> list[
    AssignedWork
]:  # fmt: skip
    """All that stood assigned to a unit on the day, in the order of the plan's references."""
    frame = frame_of(session, programme)
    ours = (
        col(Assignment.unit_id) == unit_id,
        col(Assignment.programme_id) == programme.id,
    )
    stood = work_on_day(session, programme, unit_id, order)
    rows = sorted(stood, key=lambda row: row.assignment_ref)
    officials = officials_on(session, ours[0] & ours[1], order.day, frame.calendar)
    return [
        AssignedWork(tuple(some), _head(officials, key))
        for key, some in (
            (key, list(group)) for key, group in groupby(rows, key=lambda row: row.assignment_id)
        )
    ]


def _head(officials: Officials, assignment_id: int) -> AssignmentHead | None:
    lead = officials.in_lead(assignment_id)
    if lead is None:
        return None
    post, name = lead
    return AssignmentHead(post.position_id, post.title, name)


def heads_of(work: Iterable[AssignedWork]) -> tuple[AssignmentHead, ...]:
    """Everybody who leads some of it, each once."""
    return tuple({each.head.position_id: each.head for each in work if each.head}.values())


def annex(
    programme: Programme,
    unit: UnitOnDay,
    work: Sequence[AssignedWork],
    head: AssignmentHead | None,
    order: PaperOrder,
    words: OwnWords,
) -> Paper:
    """The list of what was assigned to the unit, or only of what one position leads."""
    ours = [each for each in work if head is None or each.head == head]
    whom = unit.name if head is None else _addressed(head, words)
    return Paper(
        form=order.form,
        day=order.day,
        kind="annex",
        subject=words.say("annex.subject", year=str(programme.year), whom=whom),
        blocks=(_table(ours, words),),
        issuer=order.issuer,
        charged=(unit.name,),
    )


def _table(work: Sequence[AssignedWork], words: OwnWords) -> PaperTable:
    rows = tuple(
        PaperRow((counted(place), *_cells(each, words))) for place, each in enumerate(work, 1)
    )
    names = ("#place", "assigned", "measure", "#target", "roadmap", "lead")
    return PaperTable(words.say("annex.table"), words.columns(*names), rows)


def _cells(work: AssignedWork, words: OwnWords) -> tuple[str, ...]:
    first = work.first
    product = f". {first.assigned_product}" if first.assigned_product else ""
    return (
        f"{words.named(first.indicator, first.assignment_ref)}{_read_as(first, words)}{product}",
        first.unit_of_measure or "–",
        counted(first.target),
        "; ".join(_step(row, words) for row in work.rows),
        _called(work.head) if work.head else words.say("nobody"),
    )


def _read_as(row: CheckpointRow, words: OwnWords) -> str:
    """How the steps of a number are read, and that it is not to be passed; '' for a product."""
    if row.target is None:
        return ""
    limit = (words.tr("digest.limit"),) if row.direction is Direction.LOWER else ()
    return f" ({'; '.join((words.tr(f'digest.kind.{row.kind}'), *limit))})"


def _step(row: CheckpointRow, words: OwnWords) -> str:
    """By when what is expected: the day that was assigned, and what it was moved to since."""
    day = f"{row.original_due_on:%d/%m/%Y}"
    if row.original_due_on != row.due_on:
        day = words.say("annex.moved", day=day, now=row.due_on)
    if row.expected is not None:
        percent = "%" if row.unit_of_measure == "%" else ""
        return words.say("annex.step", day=day, expected=f"{counted(row.expected)}{percent}")
    return words.say("annex.step", day=day, expected=row.product or row.step or row.label)


def _addressed(head: AssignmentHead, words: OwnWords) -> str:
    """In a sentence: as a comrade, or the position that nobody holds."""
    return words.tr("papers.comrade", person=_called(head)) if head.name else head.title


def _called(head: AssignmentHead) -> str:
    return f"{head.name}, {head.title}" if head.name else head.title


def decision(
    programme: Programme,
    unit: UnitOnDay,
    work: Sequence[AssignedWork],
    head: AssignmentHead,
    order: PaperOrder,
    words: OwnWords,
) -> Paper:
    """The decision that assigns to one position what it leads; the list is its annex."""
    ours = [each for each in work if each.head == head]
    year = str(programme.year)
    whom = _addressed(head, words)
    about = {"year": year, "whom": f"{whom}," if head.name else whom, "unit": unit.name}
    articles = (
        words.say("decision.assigns", count=counted(len(ours)), **about),
        words.say("decision.duties", checkpoints=counted(sum(len(each.rows) for each in ours))),
        words.say("decision.executes", **about),
    )
    return Paper(
        form=order.form,
        day=order.day,
        kind="decision",
        subject=words.say("decision.subject", year=year, whom=whom),
        blocks=tuple(Article(text) for text in articles),
        issuer=order.issuer,
        authority=order.issuer.name or words.say("decision.authority"),
        grounds=tuple(_grounds(programme, words)),
        resolves=words.say("decision.resolves"),
        receivers=(words.say("decision.receivers"),),
        charged=(unit.name,),
    )


def _grounds(programme: Programme, words: OwnWords) -> Iterator[str]:
    paper = programme.deciding_paper
    if paper and programme.paper_date:
        quoted = f"{paper}{words.comma_before_day}"
        yield words.say("decision.ground.dated", paper=quoted, day=programme.paper_date)
    elif paper:
        yield words.say("decision.ground", paper=paper)
    yield words.say("decision.ground", paper=OPEN)


def head_wanted(heads: Sequence[AssignmentHead], position_id: int | None) -> AssignmentHead:
    """The position that was asked for, or the only one. Raises BadInput for none, or several."""
    wanted: Mapping[int, AssignmentHead] = {head.position_id: head for head in heads}
    if position_id is None and len(wanted) == 1:
        return next(iter(wanted.values()))
    if position_id is None or position_id not in wanted:
        names = "; ".join(_called(head) for head in heads)
        raise BadInput("papers.error.whose_decision", names=names or "–")
    return wanted[position_id]
