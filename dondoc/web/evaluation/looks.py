"""That somebody looks at an evaluation is kept, and a period that is none is not found."""

from collections.abc import Iterable
from datetime import date

from fastapi import HTTPException
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.rules_in_force import rules_of_code
from dondoc.services.evaluation.people.viewings import evaluates, keep_viewing
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.papers.of_evaluation.paper_viewings import keep_paper_viewings
from dondoc.web.site.visit import Visit


def period_or_404(text: str, year: int) -> DigestPeriod:
    """The period of an address; 404 for what is none of the year."""
    try:
        return judged_period(text, year)
    except BadInput as error:
        raise HTTPException(404) from error


def chosen_rules(session: Session, code: str, day: date) -> EvaluationRules | None:
    """The rule set that an address asks for; None where it asks for none, else 404."""
    rules = rules_of_code(session, code, day) if code else None
    if code and rules is None:
        raise HTTPException(404)
    return rules


def named_rules(
    session: Session, name: str, code: str, day: date, faults: list[FieldError]
) -> EvaluationRules | None:
    """The rule set that a field names; None for '', and of an unknown code, which is a fault."""
    rules = rules_of_code(session, code, day) if code else None
    if code and rules is None:
        faults.append(FieldError(name, "evaluation.error.no_rules", code=code))
    return rules


def evaluators_only(visit: Visit) -> None:
    """Answers 404 for whoever does not evaluate the officials of the programme."""
    if not evaluates(visit.viewer):
        raise HTTPException(404)


def note_viewing(visit: Visit, whose: int | None, period: str) -> None:
    """What is not kept is not shown: a look that nobody can see afterwards is not given.

    `whose`: None of a list of all.
    """
    note_viewings(visit, [whose], period)


def note_viewing_once(visit: Visit, whose: int | None, period: str) -> None:
    """The same where one look asks several times: what was just kept is not kept again."""
    by, programme_id = visit.viewer.person_id, visit.viewer.programme_id
    if programme_id is not None:
        people = None if whose is None else [whose]
        visit.written(
            lambda session: keep_paper_viewings(
                session, programme_id, period, visit.now, people, by
            )
        )


def note_viewings(visit: Visit, whose: Iterable[int | None], period: str) -> None:
    """The same of several people on one page."""
    by, programme_id = visit.viewer.person_id, visit.viewer.programme_id
    others = [each for each in whose if each != by]
    if not others or programme_id is None:
        return

    def keep(session: Session) -> None:
        for each in others:
            keep_viewing(session, programme_id, period, visit.now, each, by)

    visit.written(keep)
