"""What the pages of everybody's period begin with: who may look, that they did, and the ranking."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse
from sqlmodel import Session

from dondoc.services.evaluation.people.periods import (
    period_in_words,
    periods_of,
    short_name,
)
from dondoc.services.evaluation.people.rules_in_force import chosen_first, known_rules
from dondoc.services.evaluation.ranking import in_words
from dondoc.services.evaluation.ranking.groups import RankedPeriod, ranked_period
from dondoc.services.evaluation.ranking.standings import (
    PeriodReading,
    RulesByPlace,
    read_period,
    standings_by,
    usual_rules,
)
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.periods import DigestPeriod
from dondoc.web.evaluation.looks import (
    chosen_rules,
    evaluators_only,
    note_viewing,
    period_or_404,
)
from dondoc.web.site.lists_of_names import Query
from dondoc.web.site.pages import page
from dondoc.web.site.visit import Visit
from models.programme import Programme

VIEWS = ("ranking", "caps", "units", "what_if", "changes", "rewards")
"""The pages of a period, as templates and words call them."""


@dataclass(frozen=True)
class PeriodVisit:
    """The visitor at a page of everybody's period, with what the address asks for."""

    visit: Visit
    view: str
    period: DigestPeriod
    query: Query
    chosen: EvaluationRules | None

    @property
    def outstanding(self) -> bool:
        """Whether the cap is that of an organisation with outstanding achievement."""
        return self.query.text("share") == "outstanding"

    def address(self, view: str, period: DigestPeriod | None = None) -> str:
        """Another page, or another period of this one."""
        return period_address(period or self.period, view)

    def own(self, code: str) -> str:
        """Somebody's own page of this period."""
        return f"/evaluation/{self.period.year}/{short_name(self.period)}/{quote(code, safe='')}"

    @contextmanager
    def reading(self, as_of: date | None = None) -> Iterator["OpenPeriod"]:
        """The period as it stands today, or stood at the end of a day."""
        with self.visit.programme() as (session, programme):
            yield open_period(self, session, programme, as_of)


@dataclass(frozen=True)
class OpenPeriod:
    """The period read, and ranked by the rule sets that the address asks for."""

    session: Session
    programme: Programme
    period: PeriodReading
    rules: RulesByPlace
    ranked: RankedPeriod

    def ranked_by(self, rules: RulesByPlace) -> RankedPeriod:
        """The same by other rule sets, without what was decided: that was by the first."""
        standings = standings_by(self.session, self.period, rules)
        return ranked_period(standings, self.ranked.outstanding)


def open_period(
    at: PeriodVisit, session: Session, programme: Programme, as_of: date | None = None
) -> OpenPeriod:
    """Reads a period. What was decided counts by the round's own rule sets alone."""
    period = read_period(session, programme, at.period, as_of or at.visit.today)
    rules = usual_rules(session, period, at.chosen)
    held = period.round if at.chosen is None else None
    decided, proposed = (held.decided, held.proposed) if held else ({}, {})
    standings = standings_by(session, period, rules)
    ranked = ranked_period(standings, at.outstanding, decided, proposed)
    return OpenPeriod(session, programme, period, rules, ranked)


def arrive(
    visit: Visit, view: str, year: int, period: str, names: tuple[str, ...] = ()
) -> PeriodVisit:
    """Reads the address and keeps that somebody looks. 404 for whoever evaluates nobody."""
    evaluators_only(visit)
    meant = period_or_404(period, year)
    query = Query(
        period_address(meant, view), visit.request.query_params, ("rules", "share", *names)
    )
    with visit.reading() as session:
        chosen = chosen_rules(session, query.text("rules"), meant.end)
    note_viewing(visit, None, str(meant))
    return PeriodVisit(visit, view, meant, query, chosen)


def period_address(period: DigestPeriod, view: str) -> str:
    """The address of a page of a period."""
    return f"/evaluation/{period.year}/{short_name(period)}/{view.replace('_', '-')}"


def period_page(at: PeriodVisit, opened: OpenPeriod, **context: Any) -> HTMLResponse:
    """The page, with what all of them show."""
    visit, words = at.visit, SumWords(at.visit.lang)
    return page(
        visit,
        f"evaluation/{at.view}",
        at=at,
        query=at.query,
        ranked=opened.ranked,
        round=opened.period.round,
        period_name=period_in_words(at.period, visit.tr),
        periods=_periods(at),
        views=[(view, at.address(view)) for view in VIEWS],
        rule_codes=[(each.code, f"{each.code}: {each.title}") for each in _known(opened, at)],
        rules=at.chosen.code if at.chosen else "",
        rules_used=list({each.code: each for each in opened.rules.values()}.values()),
        titles=_titles(opened.ranked, words),
        words=words,
        texts=in_words,
        **context,
    )


def _known(opened: OpenPeriod, at: PeriodVisit) -> tuple[EvaluationRules, ...]:
    """All rule sets that judge or ever judged, each code once."""
    return chosen_first(known_rules(opened.session), at.period.end, None)


def _periods(at: PeriodVisit) -> list[tuple[str, str, bool]]:
    """Quarters and the year; a month that the address names stands among them."""
    offered = [*periods_of(at.period.year)]
    if at.period.span == "month":
        offered.append(at.period)
    tr = at.visit.tr
    return [
        (at.address(at.view, each), period_in_words(each, tr), str(each) == str(at.period))
        for each in offered
    ]


def _titles(ranked: RankedPeriod, words: SumWords) -> Mapping[str, str]:
    return {each.key: in_words.title_of(each, words) for each in ranked.groups}
