"""The provisional result of one official: their own, and for whoever evaluates anybody's."""

from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from dondoc.rendering.formats import day
from dondoc.services.evaluation.course.absences import may_read
from dondoc.services.evaluation.course.changed_since import ChangedBasis, changed_since
from dondoc.services.evaluation.course.dossiers import entered_of
from dondoc.services.evaluation.course.looking import official_with_sheet
from dondoc.services.evaluation.course.own_steps import (
    OwnGradeOut,
    OwnStepWanted,
    own_grades_out,
    own_steps,
)
from dondoc.services.evaluation.course.presence_in_words import (
    discipline_remarks,
    presence_remarks,
)
from dondoc.services.evaluation.course.sheet import DossierSheet
from dondoc.services.evaluation.course.side_by_side import scores_side_by_side, shown_steps
from dondoc.services.evaluation.course.year_in_words import year_shown
from dondoc.services.evaluation.people import in_words
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.party_grade import PARTY_RULES, party_grade
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    periods_of,
    short_name,
    usual_period,
)
from dondoc.services.evaluation.people.person_period import PersonPeriod, person_period
from dondoc.services.evaluation.people.rules_in_force import rules_of_code
from dondoc.services.evaluation.people.viewings import evaluates, viewings_of
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.periods import DigestPeriod
from dondoc.web.evaluation.looks import chosen_rules, note_viewing, period_or_404
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.person import Person
from models.programme import Programme
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.scoring.task_lines import LinePoints

router = Pages()


@router.get("/evaluation/{year}/{period}/{code}")
def official(
    visit: Visiting, year: int, period: str, code: str, rules: str = "", done: str = ""
) -> HTMLResponse:
    """One official's period, with every point opened, and who looked at it."""
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        whose, sheet = _whose(session, programme, visit, code, meant)
        read = _read(session, programme, visit, whose, sheet, meant, rules)
        programme_id = programme.key
        session.expunge_all()
    note_viewing(visit, whose.key, str(meant))
    with visit.reading() as session:
        viewings = viewings_of(session, programme_id, whose.key)
    return page(
        visit,
        "evaluation/official",
        viewings=viewings,
        own=whose.key == visit.viewer.person_id,
        **_periods(visit, year, meant),
        **read,
    )


def _read(
    session: Session,
    programme: Programme,
    visit: Visit,
    whose: Person,
    sheet: DossierSheet | None,
    meant: DigestPeriod,
    code: str,
) -> dict[str, Any]:
    """All of one moment: points by a rule set, or by that of the round, and the course."""
    frozen, entered = _of_round(sheet)
    chosen = chosen_rules(session, code, meant.end) or frozen
    provisional = person_period(session, programme, whose, meant, visit.today, chosen, entered)
    first = chosen or _found_again(session, provisional.rules[0].code, meant)
    changed = changed_since(session, sheet) if sheet else None
    words = SumWords(visit.lang)
    return {
        "result": provisional,
        "first": provisional.rules[0],
        "frozen": frozen.code if frozen else None,
        "pairs": _pairs(provisional),
        "parameters": first.parameters(),
        "sources": in_words.sources(first, words),
        "party": party_grade(provisional.rules, shipped_rules(PARTY_RULES)),
        "words": words,
        "texts": in_words,
        **_course(visit, sheet, provisional, changed),
    }


def _found_again(session: Session, code: str, period: DigestPeriod) -> EvaluationRules:
    """The rule set of a code that was in force at a period's end when it was asked for before."""
    rules = rules_of_code(session, code, period.end)
    assert rules is not None
    return rules


def _of_round(sheet: DossierSheet | None) -> tuple[EvaluationRules | None, EnteredPoints]:
    """The rule set that the round froze, and what people entered in it."""
    if sheet is None:
        return None, NOTHING_ENTERED
    return sheet.work.rules.rules, entered_of(sheet.shown.scored_last)


def _periods(visit: Visit, year: int, meant: DigestPeriod) -> dict[str, Any]:
    """The period that is shown, and those that can be chosen, in words."""
    return {
        "named": lambda text: period_in_words(judged_period(text, year), visit.tr),
        "period_name": period_in_words(meant, visit.tr),
        "is_year": meant.span == "year",
        "periods": [
            (short_name(each), period_in_words(each, visit.tr)) for each in periods_of(year)
        ],
    }


def _course(
    visit: Visit,
    sheet: DossierSheet | None,
    provisional: PersonPeriod,
    changed: ChangedBasis | None,
) -> dict[str, Any]:
    """The steps and the three scores of whoever has an evaluation in a round."""
    if sheet is None:
        papers = tuple(discipline_remarks(provisional.disciplined, visit.tr))
        return {"sheet": None, "year_of": None, "done_words": "", "papers": papers}
    taken = visit.request.query_params.get("done") == "taken"
    words, own = SumWords(visit.lang), sheet.dossier.row.person_id == visit.viewer.person_id
    return {
        "sheet": sheet, "changed": changed, "evaluates": evaluates(visit.viewer),
        "scores": scores_side_by_side(sheet), "steps": shown_steps(sheet),
        "reads_absences": may_read(sheet.assessors),
        "remarks": presence_remarks(sheet.work, words, own=own),
        "year_of": year_shown(sheet.work, words),
        "year_score": sheet.scored_with(entered_of(sheet.shown.scored_last)),
        "done_words": visit.tr("evaluation.course.told.taken") if taken else "",
        "papers": (),
    }  # fmt: skip


def _pairs(provisional: PersonPeriod) -> list[tuple[OfficialWork, LinePoints]]:
    """What is counted, each with its points by the first rule set."""
    period = provisional.rules[0].period
    return list(zip(provisional.counted, period.lines, strict=True)) if period else []


class OwnLink(NamedTuple):
    """Where somebody finds their own result, and of which quarter it is."""

    href: str
    period: str


def own_link(visit: Visit) -> OwnLink:
    """To the quarter that ended last."""
    year = visit.viewer.year or visit.today.year
    period = usual_period(visit.today, year)
    href = f"/evaluation/{year}/{short_name(period)}/{quote(visit.viewer.code, safe='')}"
    return OwnLink(href, period_in_words(period, visit.tr))


class StepLink(NamedTuple):
    """Where somebody takes a step of an evaluation that is wanted of them, in words."""

    href: str
    words: str


def own_step_links(session: Session, visit: Visit) -> list[StepLink]:
    """What is wanted of the visitor in evaluations that are under way, and what came of others."""
    person_id, today = visit.viewer.person_id, visit.today
    wanted = [_step_link(each, visit) for each in own_steps(session, person_id, today)]
    out = [_grade_link(each, visit) for each in own_grades_out(session, person_id, today)]
    return [*wanted, *out]


def _grade_link(out: OwnGradeOut, visit: Visit) -> StepLink:
    """Without the grade: others look over one's shoulder."""
    period, until = period_in_words(out.period, visit.tr), day(out.until)
    words = visit.tr("evaluation.work.published", period=period, day=until)
    return StepLink(f"/evaluation/requests?year={out.year}", words)


def _step_link(step: OwnStepWanted, visit: Visit) -> StepLink:
    href = f"/evaluation/{step.year}/{short_name(step.period)}"
    key = "over" if step.late else "wanted"
    words = visit.tr(
        f"evaluation.work.{key}.{step.act}",
        n=step.number, period=period_in_words(step.period, visit.tr), day=day(step.until),
    )  # fmt: skip
    own = step.act is DossierAct.ASSESS_SELF
    return StepLink(f"{href}/mine" if own else f"{href}?state=wanted", words)


def _whose(
    session: Session, programme: Programme, visit: Visit, code: str, period: DigestPeriod
) -> tuple[Person, DossierSheet | None]:
    """Answers 404 for a person that there is not, and for one who is not the visitor's to see."""
    found = official_with_sheet(session, programme, visit.viewer, code, str(period), visit.today)
    if found is None:
        raise HTTPException(404)
    return found
