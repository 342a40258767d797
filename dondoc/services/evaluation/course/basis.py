"""The basis of a score as a digest: a step that rests on another is told from what is there now.

What is not there is no part of it, so what was kept before a kind of fact was recorded still holds.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from dondoc.services.evaluation.people.discipline import DisciplineFact
from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.unit_times import UnitTimes
from dondoc.services.evaluation.people.work import OfficialWork
from models.rules.grounds import plain
from models.rules.scoring.from_checkpoints import STILL_OPEN
from models.rules.scoring.parameters import ScoringParameters


def basis_of(work_sha256: str, entered: EnteredPoints) -> str:
    """SHA-256 of all that a score rests on."""
    leader = entered.leader
    parts = [None] * 3 if leader is None else [
        leader.subordinates, leader.organising, leader.uniting,
    ]  # fmt: skip
    general = None if entered.general is None else str(entered.general)
    beside = [entered.shortcomings, entered.repaired, False]
    return digest_of([work_sha256, general, parts, beside])


def plain_works(works: Iterable[OfficialWork]) -> list[Any]:
    """Work in an order of its own."""
    return sorted(_plain(each) for each in works)


def plain_papers(papers: Sequence[DisciplineFact]) -> list[Any]:
    """One part of a digest where there are papers, none where nobody was disciplined."""
    return [[[each.kind.value, plain(each.effective_on)] for each in papers]] if papers else []


def plain_times(
    works: Iterable[OfficialWork], times: UnitTimes | None, parameters: ScoringParameters
) -> list[Any]:
    """One part of a digest where the days in several units weigh what was reached there."""
    units = {each.unit_id for each in works if each.reason is None}
    weights = times.weights(units, parameters) if times and units else {}
    return [{"weights": sorted(weights.items())}] if weights else []


def plain_field(field: Sequence[OfficialWork] | None) -> list[Any]:
    """One part of a digest of whoever leads a field: the work in it."""
    return [] if field is None else [{"field": plain_works(field)}]


def _plain(work: OfficialWork) -> list[Any]:
    if work.reason is not None:
        return [work.ref, "open" if work.reason in STILL_OPEN else "never"]
    result = work.result
    return [
        work.ref,
        "counted",
        str(work.asked.coefficient),
        plain(work.due_on),
        plain(work.expected),
        str(work.asked.direction),
        "" if result is None else f"{result.reported} {result.actual} {result.quality}",
        [[str(each.kind), str(each.cause), each.days] for each in work.shortfalls],
    ]


def digest_of(content: Any) -> str:
    """SHA-256 of plain values."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
