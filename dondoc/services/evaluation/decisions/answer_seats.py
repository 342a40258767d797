"""What an "excellent" as answer of a re-assessment would be to the caps, said before it is given.

Decree 335/2025/NĐ-CP Art. 20 caps "excellent" whichever way it is decided; the body chooses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.evaluation.decisions.requests import RequestWaiting
from dondoc.services.evaluation.decisions.session_seats import (
    GroupSeats,
    RoundStandings,
    read_standings,
    session_seats,
)
from dondoc.services.evaluation.ranking.groups import SimilarGroup
from models.rules.evaluation import Grade


@dataclass(frozen=True)
class AnswerSeats:
    """A cap that holds for somebody. `group`: of similar tasks, None: of all together.

    `taken`: for how many others "excellent" is decided; `over`: by how many all exceed the seats
    with this answer.
    """

    group: SimilarGroup | None
    taken: int
    seats: int
    over: int


def seats_of_answers(
    session: Session, waiting: Iterable[RequestWaiting]
) -> Mapping[int, tuple[AnswerSeats, ...]]:
    """By evaluation, the caps as they would be were each of these answered with "excellent"."""
    standings: dict[int, RoundStandings] = {}
    found = {}
    for each in waiting:
        key = each.context.row.key
        if key not in standings:
            standings[key] = read_standings(session, each.context)
        found[each.dossier.row.key] = _if_excellent(standings[key], each.dossier.code)
    return found


def _if_excellent(standings: RoundStandings, code: str) -> tuple[AnswerSeats, ...]:
    decided = {**standings.decided, code: Grade.EXCELLENT}
    seats = session_seats(standings, decided)
    standing = next((each for each in standings.ranked.people if each.code == code), None)
    if standing is None:
        return ()
    similar = {standing.official.similar, None}
    groups = {each.key: each for each in seats.ranked.groups}
    return tuple(
        _of(each, groups[each.group] if each.group else None)
        for each in seats.groups
        if each.binds and each.rules == standing.rules and each.group in similar
    )


def _of(seats: GroupSeats, group: SimilarGroup | None) -> AnswerSeats:
    return AnswerSeats(group, seats.taken - 1, seats.own.count.seats, seats.over)
