"""The same period by another rule set or reading; the address alone holds what is compared."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.ranking.in_words import title_of
from dondoc.services.evaluation.ranking.parameter_fields import (
    NOTHING_RECORDED,
    as_parameter,
    fields_of,
)
from dondoc.services.evaluation.ranking.standings import RulesByPlace
from dondoc.services.evaluation.ranking.what_if import WhatIf, WhatIfDifference, otherwise, what_if
from dondoc.services.evaluation.rule_sets.in_words import value_in_words
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.web.evaluation.field_errors import attempt, note_fault
from dondoc.web.evaluation.looks import named_rules
from dondoc.web.evaluation.period_pages import OpenPeriod, PeriodVisit, arrive, period_page
from dondoc.web.site.forms import Form
from dondoc.web.site.lists_of_names import PAGE_SIZE, page_shown, pages_of
from dondoc.web.site.pages import go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.seats import SeatsOfGroup

router = Pages()

PREFIX = "p."
"""Before the name of a parameter in the address."""
_NAMES = ("other", "show", *(f"{PREFIX}{name}" for name in ScoringParameters.__dataclass_fields__))


class WhatIfFilter(StrEnum):
    """Which rows are shown: who crosses a line, whose points differ at all, or everybody."""

    CROSSES = "crosses"
    POINTS = "points"
    ALL = "all"


SHOWN: Mapping[WhatIfFilter, frozenset[WhatIfDifference]] = {
    WhatIfFilter.CROSSES: frozenset({WhatIfDifference.CROSSES}),
    WhatIfFilter.POINTS: frozenset({WhatIfDifference.CROSSES, WhatIfDifference.POINTS}),
    WhatIfFilter.ALL: frozenset(WhatIfDifference),
}


class SeatsBothWays(NamedTuple):
    """A group with its seats by what is decided and as compared; None: no total is known."""

    title: str
    before: SeatsOfGroup | None
    after: SeatsOfGroup | None


class ChangedParameter(NamedTuple):
    """A parameter in words, as it is and as it is read here."""

    label: str
    before: str
    after: str


@router.get("/evaluation/{year}/{period}/what-if")
def compared(visit: Visiting, year: int, period: str) -> Response:
    """Everybody both ways, whoever crosses a line first; nothing is saved."""
    at = arrive(visit, "what_if", year, period, _NAMES)
    if any(value == "" for value in visit.request.query_params.values()):
        return go(at.query.link(), visit)  # the link carries what is asked, and nothing else
    with at.reading() as opened:
        form = Form(FormData(list(visit.request.query_params.items())), visit.tr)
        typed, faults = _typed(at), list[FieldError]()
        code = at.query.text("other")
        other = named_rules(opened.session, "other", code, at.period.end, faults)
        changes = {name: as_parameter(name, text) for name, text in typed.items()}
        for fault in faults:
            note_fault(form, fault)
        read = attempt(form, lambda: otherwise(opened.rules, other, changes), _at)
        rules = opened.rules if read is None or form.errors else read
        comparison = None
        if rules != opened.rules:
            comparison = what_if(
                opened.ranked, opened.ranked_by(opened.rules), opened.ranked_by(rules)
            )
        return _page(at, opened, Asked(code, rules, comparison, form, typed))


def _at(name: str) -> str:
    """The field of a parameter."""
    return f"{PREFIX}{name}"


class Asked(NamedTuple):
    """What the address asks to compare; `comparison`: None where both sides are the same."""

    other: str
    rules: RulesByPlace
    comparison: WhatIf | None
    form: Form
    typed: Mapping[str, str]


def _page(at: PeriodVisit, opened: OpenPeriod, asked: Asked) -> HTMLResponse:
    words, comparison = SumWords(at.visit.lang), asked.comparison
    shown = at.query.choice("show", WhatIfFilter, WhatIfFilter.CROSSES)
    rows = [row for row in comparison.rows if row.difference in SHOWN[shown]] if comparison else []
    number = page_shown(at.query.page, len(rows))
    response = period_page(
        at,
        opened,
        comparison=comparison,
        form=asked.form,
        other=asked.other.upper(),
        typed=asked.typed,
        fields=fields_of(opened.rules[True], words, asked.typed),
        changed=_changed(opened, asked.rules, words),
        rows=rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        cuts=[
            (one.value, _size(comparison, one), at.query.link(show=one.value))
            for one in WhatIfFilter
        ],
        cut=shown.value,
        seats=list(_seats(comparison, words)) if comparison else [],
        number=number,
        pages=pages_of(len(rows)),
        prefix=PREFIX,
    )
    response.status_code = 422 if asked.form.errors else 200
    return response


def _typed(at: PeriodVisit) -> dict[str, str]:
    """What is typed for each parameter."""
    names = ScoringParameters.__dataclass_fields__
    typed = {name: at.query.text(f"{PREFIX}{name}") for name in names}
    return {name: text for name, text in typed.items() if text and name not in NOTHING_RECORDED}


def _changed(opened: OpenPeriod, rules: RulesByPlace, words: SumWords) -> list[ChangedParameter]:
    """Every parameter that is another on the other side, of leaders and of officials once."""
    comparison = {}
    for leads in (True, False):
        here, there = opened.rules[leads], rules[leads]
        for before, after in zip(here.named(), there.named(), strict=True):
            values = (before.parameter.value, after.parameter.value)
            if values[0] != values[1]:
                label = words.tr(f"evaluation.parameter.{before.name}")
                was, now = (value_in_words(before.name, value, words.lang) for value in values)
                comparison[before.name, was, now] = ChangedParameter(label, was, now)
    return list(comparison.values())


def _size(comparison: WhatIf | None, shown: WhatIfFilter) -> int:
    return sum(row.difference in SHOWN[shown] for row in comparison.rows) if comparison else 0


def _seats(comparison: WhatIf, words: SumWords) -> Iterator[SeatsBothWays]:
    sides = [
        {
            each.group: each
            for code in side.caps
            for each in next(cap for cap in side.caps[code] if cap.own).seats
        }
        for side in (comparison.now, comparison.after)
    ]
    for group in comparison.now.groups:
        before, after = (side.get(group.key) for side in sides)
        yield SeatsBothWays(title_of(group, words), before, after)
