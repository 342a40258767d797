"""The seats of "excellent" on a session's page, and the same again while somebody chooses."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from fastapi import HTTPException
from fastapi.responses import HTMLResponse

from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.decisions.session_seats import (
    GroupSeats,
    RoundStandings,
    chosen_now,
    read_standings,
    session_seats,
)
from dondoc.services.evaluation.people.periods import short_name
from dondoc.services.evaluation.ranking import in_words
from dondoc.services.evaluation.rule_sets.in_words import value_in_words
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.web.evaluation.looks import evaluators_only, note_viewing_once, period_or_404
from dondoc.web.evaluation.session_form import choices_of
from dondoc.web.site.forms import number_in
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.evaluation_round import EvaluationRound, EvaluationSession
from models.rules.evaluation import Grade
from models.rules.scoring.readings import SeatBase
from models.rules.scoring.seats import SeatsOfGroup

router = Pages()

_GRADE = "grade-"


class BaseHeading(NamedTuple):
    """A base of the cap in words; `own`: the rule set's own reading."""

    base: SeatBase
    words: str
    own: bool


class SeatsRow(NamedTuple):
    """A group with its name, and its seats under each base in the order of the headings."""

    seats: GroupSeats
    title: str
    cells: list[SeatsOfGroup]


class SeatsTable(NamedTuple):
    """The caps by one rule set."""

    rules: str
    share: str
    rounding: str
    bases: list[BaseHeading]
    rows: list[SeatsRow]


@router.get("/evaluation/{year}/{period}/sessions/{session_id}/seats")
def seats_now(visit: Visiting, year: int, period: str, session_id: Key) -> HTMLResponse:
    """The parts of a session's page that count, with the grades of the address chosen in it."""
    evaluators_only(visit)
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        called = session.get(EvaluationSession, session_id)
        held = None if called is None else session.get_one(EvaluationRound, called.round_id)
        if held is None or (held.programme_id, held.period) != (programme.key, str(meant)):
            raise HTTPException(404)
        standings = read_standings(session, round_context(session, held, visit.today))
        session.expunge_all()
    note_viewing_once(visit, None, str(meant))
    return page(
        visit, "evaluation/session_seats", **seats_context(visit, standings, _options(visit))
    )


def seats_context(
    visit: Visit, standings: RoundStandings, options: Mapping[int, str]
) -> dict[str, Any]:
    """What the counting parts show; `options`: of each row that can be decided on the page."""
    chosen, still_open = choices_of(options)
    seats = session_seats(standings, chosen_now(standings.people, chosen, still_open))
    words = SumWords(visit.lang)
    titles = {each.key: in_words.title_of(each, words) for each in seats.ranked.groups}
    rules = dict.fromkeys(each.rules for each in seats.groups)
    period = standings.period.period
    return {
        "seats": seats,
        "titles": titles,
        "caps_address": f"/evaluation/{period.year}/{short_name(period)}/caps",
        "seat_tables": [_table(seats.groups, code, titles, standings, words) for code in rules],
        "names": {each.code: each.name for each in standings.people},
        "ranking_words": in_words,
        "words": words,
        "order": (*Grade, None),
    }


def seats_exceeded(visit: Visit, standings: RoundStandings) -> list[SeatsRow]:
    """The groups in which more are decided to be excellent than the caps that hold leave room."""
    tables: list[SeatsTable] = seats_context(visit, standings, {})["seat_tables"]
    return [row for table in tables for row in table.rows if row.seats.binds and row.seats.over]


def _table(
    groups: tuple[GroupSeats, ...],
    rules: str,
    titles: Mapping[str, str],
    standings: RoundStandings,
    words: SumWords,
) -> SeatsTable:
    of_rules = [each for each in groups if each.rules == rules]
    place = next(leads for leads, each in standings.ranked.rules.items() if each.code == rules)
    parameters, bases = standings.ranked.parameters[place], of_rules[0].bases
    everybody = words.tr("evaluation.cap.everybody", rules=rules)
    return SeatsTable(
        rules,
        words.amount(parameters.seat_share),
        value_in_words("seat_rounding", parameters.seat_rounding, words.lang),
        [
            BaseHeading(each.base, value_in_words("seat_base", each.base, words.lang), each.own)
            for each in bases
        ],
        [
            SeatsRow(
                each,
                everybody if each.group is None else titles[each.group],
                [each.seats_under(caps) for caps in bases],
            )
            for each in of_rules
        ],
    )


def _options(visit: Visit) -> dict[int, str]:
    """The grades that the address chooses, by evaluation."""
    found = {}
    for name, option in visit.request.query_params.items():
        key = number_in(name.removeprefix(_GRADE)) if name.startswith(_GRADE) else None
        if key is not None:
            found[key] = option
    return found
