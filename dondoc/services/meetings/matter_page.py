"""The page of one matter in the pack, in the order in which a member of the body asks."""

from collections.abc import Iterator

from dondoc.i18n import translator
from dondoc.rendering import formats
from dondoc.services.meetings.matter import Matter
from dondoc.services.papers.paper import (
    Block,
    PaperColumn,
    PaperHeading,
    PaperRow,
    PaperTable,
    Paragraph,
)
from dondoc.services.work.assignment_view import AssignmentView
from dondoc.services.work.checkpoint_view import CheckpointView
from dondoc.services.work.reminders_counted import in_words
from models.rules.stages import Standing

_TR = translator("vi")


def page_of(matter: Matter) -> Iterator[Block]:
    """What was assigned, to whom, where it stands, the roadmap, why, how urged, what is asked."""
    yield PaperHeading(matter.item.subject, new_page=True)
    for words in sentences_of(matter):
        yield Paragraph(words)
    if matter.assignment is not None:
        yield Paragraph(_TR("meeting.matter.roadmap"))
        yield _roadmap(matter.assignment)
    yield Paragraph(
        _TR("meeting.matter.requested", words=matter.item.requested or _TR("meeting.nothing_yet"))
    )


def sentences_of(matter: Matter) -> Iterator[str]:
    """What is said of a matter before its roadmap, a sentence each."""
    yield _TR("meeting.matter.reason", words=_TR(f"meeting.reason.{matter.reason}"))
    view, about = matter.assignment, matter.checkpoint
    if view is None:
        if matter.unit:
            yield _TR("meeting.matter.unit", unit=matter.unit)
        return
    yield _TR("meeting.matter.assigned", words=_assigned(view), day=formats.day(view.deadline))
    who = "; ".join(view.officials) or _TR("meeting.matter.nobody")
    yield _TR("meeting.matter.officials", unit=view.unit, who=who)
    yield _TR("meeting.matter.so_far", words=_so_far(matter))
    if about is not None:
        due = formats.day(about.due_on)
        called = about.title or about.label
        yield _TR("meeting.matter.stands", label=called, due=due, words=state_of(about))
    stated = matter.stated
    if stated is None or not stated.is_reason:
        yield _TR("meeting.matter.not_stated")
    if stated is not None:
        key = "stated" if stated.is_reason else "told"
        yield _TR(f"meeting.matter.{key}", day=formats.day(stated.said_on), words=stated.words)
    reminded = about.reminded if about is not None else None
    if reminded is not None:
        yield _TR("meeting.matter.reminded", words=in_words(reminded, "vi"))


def _assigned(view: AssignmentView) -> str:
    if view.target is None:
        return view.product or view.title
    return f"{view.title}: {formats.quantity(view.target, view.unit_of_measure)}"


def _so_far(matter: Matter) -> str:
    """The verified result, of the target where it is a number."""
    result, view = matter.result, matter.assignment
    assert result is not None and view is not None  # read together
    if view.target is None:
        key = "delivered" if result.delivered else "none_delivered"
        return _TR(f"meeting.matter.{key}", count=result.delivered, all=result.steps)
    if result.actual is None:
        return _TR("meeting.matter.no_result")
    return formats.quantity(result.actual, view.unit_of_measure)


def state_of(checkpoint: CheckpointView) -> str:
    """The due state in words, with the days that it is late."""
    words = _TR(f"web.due.{checkpoint.due_word}")
    if checkpoint.due_word == "overdue" and checkpoint.days_left < 0:
        words = formats.delay(checkpoint.days_left, "vi", overdue=True)
    if checkpoint.undelivered:
        return f"{words}, {_TR('meeting.matter.undelivered')}"
    return words


def _roadmap(view: AssignmentView) -> PaperTable:
    live = [each for each in view.checkpoints if each.standing is Standing.LIVE]
    measured = not any(each.is_product for each in live)  # of products, what is due is said
    numbers = {"expected": measured, "actual": measured}
    names = ("step", "due", *numbers, "state")
    return PaperTable(
        title=_TR("meeting.matter.roadmap_of", title=view.title),
        columns=tuple(
            PaperColumn(_TR(f"meeting.column.{name}"), numbers.get(name, False)) for name in names
        ),
        rows=tuple(
            PaperRow(
                (
                    each.title or each.label, formats.day(each.due_on), _expected(view, each),
                    _actual(view, each), formats.capital(state_of(each)),
                )
            )
            for each in live
        ),
    )  # fmt: skip


def _expected(view: AssignmentView, checkpoint: CheckpointView) -> str:
    if checkpoint.is_product:
        return checkpoint.product or view.product or _TR("meeting.matter.product")
    return formats.quantity(checkpoint.expected, view.unit_of_measure)


def _actual(view: AssignmentView, checkpoint: CheckpointView) -> str:
    if checkpoint.is_product:
        if checkpoint.delivered is None:
            return formats.NOTHING
        return _TR("verify.delivered" if checkpoint.delivered else "verify.not_delivered")
    return formats.quantity(checkpoint.value, view.unit_of_measure)
