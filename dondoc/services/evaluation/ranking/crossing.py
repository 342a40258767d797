"""Under which other readings somebody crosses a line, for everybody of a group or of all."""

from collections.abc import Iterable, Mapping, Sequence

from dondoc.services.evaluation.people.other_readings import OtherReading, other_readings
from dondoc.services.evaluation.ranking.standings import (
    PeriodReading,
    PeriodStanding,
    PeriodStandings,
)

MAX_READ = 300
"""People at once: each is scored some thirty times over."""


def readings_of(
    period: PeriodReading, standings: PeriodStandings, people: Iterable[PeriodStanding]
) -> Mapping[str, Sequence[OtherReading]]:
    """By the code of each what differs under other readings; of a year nothing is asked."""
    if period.period.span == "year":
        return {}
    return {
        each.code: other_readings(
            period.works(each.official.person_id),
            each.official.leads,
            standings.parameters[each.official.leads],
            period.known_of(each.official.person_id),
        )
        for each in people
    }
