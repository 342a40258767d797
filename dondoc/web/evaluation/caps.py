"""The caps on "excellent" under every base, and all that is to be settled before a decision."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from fastapi.responses import HTMLResponse

from dondoc.services.evaluation.ranking import in_words
from dondoc.services.evaluation.ranking.conflicts import (
    ConflictKind,
    EvaluationConflict,
    conflicts_of,
)
from dondoc.services.evaluation.ranking.crossing import MAX_READ, readings_of
from dondoc.services.evaluation.ranking.groups import RankedPeriod
from dondoc.services.evaluation.ranking.standings import PeriodStanding
from dondoc.services.evaluation.ranking.unit_scores import group_scores
from dondoc.services.evaluation.rule_sets.in_words import (
    ParameterInWords,
    groups_in_words,
    value_in_words,
)
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.web.evaluation.period_pages import OpenPeriod, PeriodVisit, arrive, period_page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from models.rules.scoring.caps import asked_of, binds, over_by
from models.rules.scoring.readings import SeatBase
from models.rules.scoring.seats import SeatsOfGroup

router = Pages()

MAX_SHOWN = 50
"""Of one kind of conflict; how many there are is said."""
MAX_NAMES = 20
OF_PERSON = frozenset({
    ConflictKind.HELD_BY_UNIT, ConflictKind.GATES_OPEN, ConflictKind.CROSSES_LINE,
    ConflictKind.NOT_ENOUGH_DATA, ConflictKind.DECIDED_OTHERWISE, ConflictKind.DISCIPLINED,
})  # fmt: skip


class BaseShown(NamedTuple):
    """A base of the cap in words; `own`: the rule set's own reading."""

    base: SeatBase
    words: str
    own: bool


class CapShown(NamedTuple):
    """The seats of a group under one base, and by how many they are exceeded."""

    seats: SeatsOfGroup
    over: int


class CapRow(NamedTuple):
    """A group (None: all together); `binds`: whether the rule set's cap holds there at all."""

    group: str | None
    title: str
    binds: bool
    asked: int
    may_ask: int
    cells: list[CapShown]


class CapTable(NamedTuple):
    """The caps by one rule set, with the parameters that they rest on."""

    rules: EvaluationRules
    share: object
    rounding: str
    bases: list[BaseShown]
    rows: list[CapRow]
    sources: list[ParameterInWords]


class ConflictShown(NamedTuple):
    """A conflict in words. `more`: names that do not stand here."""

    words: str
    people: list[PeriodStanding]
    more: int
    is_of_person: bool
    unit: str
    unit_link: str


class ConflictPart(NamedTuple):
    """The conflicts of one kind. `more`: how many do not stand here."""

    kind: ConflictKind
    total: int
    shown: list[ConflictShown]
    more: int


@router.get("/evaluation/{year}/{period}/caps")
def caps(visit: Visiting, year: int, period: str) -> HTMLResponse:
    """Caps beside each other under every base; below them what a session settles first."""
    at = arrive(visit, "caps", year, period, ("group",))
    with at.reading() as opened:
        ranked, words = opened.ranked, SumWords(visit.lang)
        people = _people(at, ranked)
        unread = len(people) > MAX_READ
        readings = {} if unread else readings_of(opened.period, ranked.standings, people)
        units = group_scores(opened.period, ranked.standings)
        to_settle = [
            each for each in conflicts_of(ranked, units, readings) if _is_asked(at, each, people)
        ]
        return period_page(
            at,
            opened,
            group=at.query.text("group"),
            caps=list(_tables(opened, words)),
            conflicts=_parts(at, to_settle, ranked, words),
            conflicts_total=len(to_settle),
            unread=unread,
            most_read=MAX_READ,
        )


def _people(at: PeriodVisit, ranked: RankedPeriod) -> list[PeriodStanding]:
    group, people = at.query.text("group"), ranked.standings.people
    return [each for each in people if group in ("", each.official.similar)]


def _is_asked(
    at: PeriodVisit, conflict: EvaluationConflict, people: Sequence[PeriodStanding]
) -> bool:
    """Whether a conflict touches the group that is chosen; caps of all together always do."""
    group = at.query.text("group")
    if not group or (conflict.seats is not None and conflict.group is None):
        return True
    if conflict.unit is not None and not conflict.people:
        return any(each.official.unit_id == conflict.unit.unit_id for each in people)
    codes = {each.code for each in people}
    return conflict.group == group if conflict.seats else conflict.people[0] in codes


def _tables(opened: OpenPeriod, words: SumWords) -> Iterator[CapTable]:
    rules = {each.code: each for each in opened.rules.values()}
    for code, caps_of_all in opened.ranked.caps.items():
        if any(each.rules == code for each in opened.ranked.standings.people):
            sources = [
                each
                for group in groups_in_words(rules[code], words.lang)
                for each in group.parameters
                if each.name.startswith("seat")
            ]
            yield CapTable(
                rules[code],
                opened.ranked.share_of(code),
                value_in_words("seat_rounding", rules[code].seats.seat_rounding.value, words.lang),
                [
                    BaseShown(
                        each.base, value_in_words("seat_base", each.base, words.lang), each.own
                    )
                    for each in caps_of_all
                ],
                list(_rows(opened.ranked, code, words)),
                sources,
            )


def _rows(ranked: RankedPeriod, rules: str, words: SumWords) -> Iterator[CapRow]:
    parameters, caps_of_all = ranked.parameters_of(rules), ranked.caps[rules]
    may_ask = {each.key: each.may_ask for each in ranked.groups if each.rules.code == rules}
    titles = {each.key: in_words.title_of(each, words) for each in ranked.groups}
    everybody = words.tr("evaluation.cap.everybody", rules=rules)
    for number, own in enumerate(caps_of_all[0].seats):
        cells = [each.seats[number] for each in caps_of_all]
        yield CapRow(
            own.group,
            everybody if own.group is None else titles[own.group],
            binds(own.group, parameters),
            asked_of(own),
            sum(may_ask.values()) if own.group is None else may_ask[own.group],
            [CapShown(each, over_by(each)) for each in cells],
        )


def _parts(
    at: PeriodVisit, to_settle: Sequence[EvaluationConflict], ranked: RankedPeriod, words: SumWords
) -> list[ConflictPart]:
    people = {each.code: each for each in ranked.standings.people}
    parts = []
    for kind, members in groupby(to_settle, key=lambda each: each.kind):
        conflicts = list(members)
        shown = [_shown(at, each, ranked, people, words) for each in conflicts[:MAX_SHOWN]]
        parts.append(ConflictPart(kind, len(conflicts), shown, len(conflicts) - len(shown)))
    return parts


def _shown(
    at: PeriodVisit,
    conflict: EvaluationConflict,
    ranked: RankedPeriod,
    people: dict[str, PeriodStanding],
    words: SumWords,
) -> ConflictShown:
    unit = conflict.unit
    link = f"{at.address('units')}#unit-{unit.unit_id}" if unit else ""
    return ConflictShown(
        in_words.conflict_words(conflict, ranked, words),
        [people[code] for code in conflict.people[:MAX_NAMES]],
        max(0, len(conflict.people) - MAX_NAMES),
        conflict.kind in OF_PERSON,
        unit.unit if unit else "",
        link,
    )
