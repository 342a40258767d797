"""Versions of an office's own rule set as people read them: where they stand, and each step."""

from datetime import date

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering.formats import day, moment
from dondoc.services.evaluation.own.versions import OwnStep, OwnVersion
from dondoc.services.figures.quarter import parse_period
from models.rules.own_rules import JudgingTime
from models.rules.validity import on_day


def state_in_words(version: OwnVersion, today: date, lang: Language) -> str:
    """Whether it judges, will, did, or is a draft, and on what it was tried."""
    tr = translator(lang)
    said = [_time_in_words(each, today, tr) for each in version.times]
    if said:
        return "; ".join(said)
    if version.tried_on:
        periods = ", ".join(period_in_words(each, tr) for each in version.tried_on)
        return tr("evaluation.own.state.tried", periods=periods)
    return tr("evaluation.own.state.draft")


def _time_in_words(time: JudgingTime, today: date, tr: Translate) -> str:
    if time.last is not None and time.last < today:
        return tr("evaluation.own.state.ended", first=day(time.first), last=day(time.last))
    now = "now" if on_day(time.first, time.last, today) else "planned"
    if time.last is None:
        return tr(f"evaluation.own.state.{now}", first=day(time.first))
    return tr(f"evaluation.own.state.{now}.until", first=day(time.first), last=day(time.last))


def step_in_words(step: OwnStep, lang: Language) -> str:
    """Who did what when, by which paper and why."""
    tr = translator(lang)
    return tr(
        f"evaluation.own.step.{step.kind}",
        by=step.by,
        at=moment(step.at),
        period=period_in_words(step.period, tr) if step.period else "",
        day="" if step.day is None else day(step.day),
        paper=step.paper,
        dated="" if step.paper_date is None else day(step.paper_date),
        reason=step.reason,
    )


def period_in_words(text: str, tr: Translate) -> str:
    """quý I/2022."""
    period = parse_period(text)
    return tr(f"evaluation.person.period.{period.span}", **period.name_params)
