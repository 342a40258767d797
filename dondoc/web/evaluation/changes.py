"""What changed in a period since an earlier day, such as that of its decisions."""

from datetime import timedelta
from typing import NamedTuple

from fastapi.responses import HTMLResponse

from dondoc.services.evaluation.ranking.changes import PeriodChanges, RankChange, changes_between
from dondoc.services.evaluation.ranking.groups import RankedPeriod
from dondoc.services.evaluation.ranking.in_words import group_title
from dondoc.services.evaluation.ranking.standings import PeriodStanding
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.web.evaluation.period_pages import (
    arrive,
    open_period,
    period_page,
)
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from models.rules.scoring.caps import SeatChange, SeatsChanged
from models.rules.scoring.units import PlaceInUnit

router = Pages()


class ChangedPerson(NamedTuple):
    """Somebody who is affected, with their rank both ways, where it is another."""

    standing: PeriodStanding
    change: SeatChange
    rank: RankChange | None


class ChangedGroup(NamedTuple):
    """A group (None: all together) and everybody in it who is affected."""

    title: str
    seats: SeatsChanged
    people: list[ChangedPerson]


@router.get("/evaluation/{year}/{period}/changes")
def changes(visit: Visiting, year: int, period: str) -> HTMLResponse:
    """Everybody whose seat or grade depended on what was recorded or corrected since a day."""
    at = arrive(visit, "changes", year, period, ("since",))
    with at.reading() as opened:
        decided_on = opened.period.round.decided_on if opened.period.round else None
        since = at.query.day("since") or decided_on or at.period.end
        since = min(since, visit.today)
        before = open_period(at, opened.session, opened.programme, since)
        # By the computed grades: a decision stands until the body decides again.
        was, now = before.ranked_by(opened.rules), opened.ranked_by(opened.rules)
        return period_page(
            at,
            opened,
            since=since,
            decided_on=decided_on,
            before_today=since < visit.today,
            latest=visit.today - timedelta(days=1),
            groups=_groups(changes_between(was, now), was, now, SumWords(visit.lang)),
        )


def _groups(
    changed_period: PeriodChanges, was: RankedPeriod, now: RankedPeriod, words: SumWords
) -> list[ChangedGroup]:
    people = {each.code: each for each in (*was.standings.people, *now.standings.people)}
    titles = {**was.titles(), **now.titles()}
    return [
        ChangedGroup(
            _title(seats.group, rules, titles, words),
            seats,
            [
                ChangedPerson(
                    people[each.reference], each, changed_period.ranks.get(each.reference)
                )
                for each in seats.people
            ],
        )
        for rules, changed in changed_period.seats.items()
        for seats in changed
    ]


def _title(
    group: str | None, rules: str, titles: dict[str, tuple[str, PlaceInUnit]], words: SumWords
) -> str:
    if group is None:
        return words.tr("evaluation.cap.everybody", rules=rules)
    return group_title(*titles[group], words)
