"""What is asked of the reader, taken from the figures: at most so many that they are read."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dondoc.services.digest.below_plan import Concerns
from dondoc.services.figures.report_shapes import (
    CommitteeActivity,
    Concern,
    DigestRequest,
    RemoverCount,
    RequestKind,
)
from dondoc.services.figures.shapes import OverdueItem
from models.rules.texts import composed_letters
from models.rules.vietnamese_order import by_letters

MAX_UNITS = 5
"""Units that are named with what is overdue there, and with a matter that several missed."""
MAX_REQUESTS = 6


def requests_of_all(
    overdue: Sequence[OverdueItem],
    concerns: Concerns,
    removers: Sequence[RemoverCount],
    committees: Sequence[CommitteeActivity],
    asked: int,
) -> tuple[DigestRequest, ...]:
    """Of a digest about several units. `asked`: requests for another date that wait."""
    found = [
        *_of_overdue(overdue),
        *_of_removers(removers),
        *_of_below(concerns.first, concerns.below),
        *([DigestRequest("extension", asked)] if asked else []),
        *_of_committees(committees),
    ]
    return tuple(found[:MAX_REQUESTS])


def requests_of_one(
    overdue: Sequence[OverdueItem], concerns: Sequence[Concern], committees: Sequence[str]
) -> tuple[DigestRequest, ...]:
    """Of a digest about one unit or one official. `committees`: units without one."""
    found: list[DigestRequest] = []
    if overdue:
        longest = max(overdue, key=lambda item: (item.days_over, item.ref))
        found.append(DigestRequest("finish", len(overdue), what=longest.title))
    found += _of_below(concerns, concerns)
    if committees:
        found.append(DigestRequest("committee", len(committees), what=", ".join(committees)))
    return tuple(found[:MAX_REQUESTS])


def _of_overdue(overdue: Sequence[OverdueItem]) -> Iterator[DigestRequest]:
    """The unit with the most of it, and those that come next: all with as many, or none of them."""
    by_unit = Counter(composed_letters(item.unit) for item in overdue)
    named = 0
    for size in sorted(set(by_unit.values()), reverse=True)[:2]:
        units = sorted((unit for unit in by_unit if by_unit[unit] == size), key=by_letters)
        if not named and len(units) > MAX_UNITS:
            yield DigestRequest("overdue_many", size, who=str(len(units)))
        elif named + len(units) <= MAX_UNITS:
            kind: RequestKind = "overdue" if len(units) == 1 else "overdue_each"
            yield DigestRequest(kind, size, who=", ".join(units))
        named += len(units)


def _of_removers(removers: Sequence[RemoverCount]) -> Iterator[DigestRequest]:
    """Whoever has the most difficulties that are open to remove."""
    named = [each for each in removers if each.remover and each.open]
    for each in named[:1]:
        yield DigestRequest("remover", each.open, who=each.remover)


def _of_below(concerns: Sequence[Concern], in_all: Sequence[Concern]) -> Iterator[DigestRequest]:
    """The indicator that the most units of the concerns missed, below plan or over a limit: with
    all units that missed it, also those for which the concerns have no room.
    """
    below = [each for each in concerns if each.kind != "overdue"]
    if below:
        titles = Counter(composed_letters(each.title) for each in below)
        title = max(titles, key=lambda each: titles[each])  # the first of those with as many
        missed = [
            each
            for each in in_all
            if each.kind != "overdue" and composed_letters(each.title) == title
        ]
        is_limit, others = missed[0].kind == "limit", len(missed) - MAX_UNITS
        units = ", ".join(each.unit for each in missed[:MAX_UNITS])
        if others > 1:
            more: RequestKind = "limit_many" if is_limit else "below_many"
            yield DigestRequest(more, others, who=units, what=title)
            return
        units = ", ".join(each.unit for each in missed)
        yield DigestRequest("limit" if is_limit else "below", len(missed), who=units, what=title)


def _of_committees(committees: Sequence[CommitteeActivity]) -> Iterator[DigestRequest]:
    """Units of a kind that has committees, without one."""
    without = [each.unit for each in committees if not each.founded]
    if without and len(without) < len(committees):
        yield DigestRequest("committee", len(without))
