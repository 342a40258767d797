"""What is asked of the reader, taken from the figures: at most so many that they are read."""

from collections import Counter
from collections.abc import Iterator, Sequence

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

MAX_UNITS = 2
MAX_REQUESTS = 6


def requests_of_all(
    overdue: Sequence[OverdueItem],
    concerns: Sequence[Concern],
    removers: Sequence[RemoverCount],
    committees: Sequence[CommitteeActivity],
    asked: int,
) -> tuple[DigestRequest, ...]:
    """Of a digest about several units. `asked`: requests for another date that wait."""
    found = [
        *_of_overdue(overdue),
        *_of_removers(removers),
        *_of_below(concerns),
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
    found += _of_below(concerns)
    if committees:
        found.append(DigestRequest("committee", len(committees), what=", ".join(committees)))
    return tuple(found[:MAX_REQUESTS])


def _of_overdue(overdue: Sequence[OverdueItem]) -> Iterator[DigestRequest]:
    """The units with the most of it, of those with as many the first by its letters."""
    by_unit = Counter(composed_letters(item.unit) for item in overdue)
    ranked = sorted(by_unit.items(), key=lambda each: (-each[1], by_letters(each[0])))
    for unit, size in ranked[:MAX_UNITS]:
        yield DigestRequest("overdue", size, who=unit)


def _of_removers(removers: Sequence[RemoverCount]) -> Iterator[DigestRequest]:
    """Whoever has the most difficulties that are open to remove."""
    named = [each for each in removers if each.remover and each.open]
    for each in named[:1]:
        yield DigestRequest("remover", each.open, who=each.remover)


def _of_below(concerns: Sequence[Concern]) -> Iterator[DigestRequest]:
    """The indicator that the most units missed, with these units: below plan, or over a limit."""
    below = [each for each in concerns if each.kind != "overdue"]
    if below:
        titles = Counter(composed_letters(each.title) for each in below)
        title = max(titles, key=lambda each: titles[each])  # the first of those with as many
        missed = [each for each in below if composed_letters(each.title) == title]
        kind: RequestKind = "limit" if missed[0].kind == "limit" else "below"
        units = ", ".join(each.unit for each in missed)
        yield DigestRequest(kind, len(missed), who=units, what=title)


def _of_committees(committees: Sequence[CommitteeActivity]) -> Iterator[DigestRequest]:
    """Units of a kind that has committees, without one."""
    without = [each.unit for each in committees if not each.founded]
    if without and len(without) < len(committees):
        yield DigestRequest("committee", len(without))
