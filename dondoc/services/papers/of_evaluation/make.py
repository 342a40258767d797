"""The papers of an evaluation, each for whoever may see the points that stand in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.withheld import shown_to
from dondoc.services.evaluation.decisions.session_seats import (
    SessionSeats,
    read_standings,
    session_seats,
)
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.papers.bodies import check_bodies
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.decision_paper import decision
from dondoc.services.papers.of_evaluation.evaluation_words import EvaluationWords
from dondoc.services.papers.of_evaluation.figures import DossierFigures, figures_of, in_order
from dondoc.services.papers.of_evaluation.form_335 import form_335
from dondoc.services.papers.of_evaluation.form_366 import form_366
from dondoc.services.papers.of_evaluation.paper_marks import mark_of
from dondoc.services.papers.of_evaluation.request import (
    OF_PERSON,
    OF_UNIT,
    ONLY,
    EvaluationPaperRequest,
    may_see_all,
)
from dondoc.services.papers.of_evaluation.round_lists import approval, decision_list, summary
from dondoc.services.papers.of_evaluation.session_papers import (
    deciding_sessions,
    minutes,
    session_of,
    submission,
)
from dondoc.services.papers.of_evaluation.work_list import work_list
from dondoc.services.papers.paper import IssuingBody, Paper
from dondoc.services.programme.programmes import working_calendar
from models.rules.evaluation_course.papers import EvaluationPaperKind


@dataclass(frozen=True)
class EvaluationPaper:
    """A paper, and whose points stand in it, by their keys; None: everybody's of the round."""

    paper: Paper
    whose: frozenset[int] | None


def evaluation_paper(
    session: Session,
    context: RoundContext,
    viewer: Viewer,
    request: EvaluationPaperRequest,
    order: PaperOrder,
) -> EvaluationPaper | None:
    """The paper; None where there is nothing of that kind, or it is not the viewer's to make.

    Raises BadInput: no session yet, nobody decided, a body that has ended.
    """
    if ONLY.get(request.kind, order.form) is not order.form:
        return None
    dossiers = dossiers_for(session, context, viewer, request)
    if not dossiers:
        return None
    people = figures_of(session, context, dossiers, with_work=request.kind in OF_PERSON)
    if request.kind in OF_PERSON:
        paper = paper_of_person(session, context, people[0], request.kind, order)
    elif request.kind is EvaluationPaperKind.SUMMARY:
        paper = summary_of(session, context, people, request.unit_id, order)
    else:
        paper = _of_round(session, context, people, request, order)
        mark = mark_of(context, request.kind, order, session=request.session_id)
        paper = replace(paper, made_of=mark)
    check_bodies(session, paper)
    whole = request.kind not in OF_PERSON and request.unit_id is None
    whose = None if whole else frozenset(each.row.person_id for each in dossiers)
    return EvaluationPaper(with_notice(paper, order), whose)


def dossiers_for(
    session: Session, context: RoundContext, viewer: Viewer, request: EvaluationPaperRequest
) -> Sequence[DossierRead]:
    """The evaluations that a paper is about; none where one of them is not the viewer's to see."""
    if request.kind not in OF_PERSON | OF_UNIT and not evaluates(viewer):
        return ()
    dossiers = in_order(session, context, request.unit_id)
    if request.kind in OF_PERSON:
        dossiers = [each for each in dossiers if each.code == request.code]
    elif request.unit_id is None and not evaluates(viewer):
        return ()
    if not may_see_all(session, context, viewer, dossiers):
        return ()
    return [shown_to(context, each, evaluates=evaluates(viewer)) for each in dossiers]


def paper_of_person(
    session: Session,
    context: RoundContext,
    figures: DossierFigures,
    kind: EvaluationPaperKind,
    order: PaperOrder,
) -> Paper:
    """A form or the list of work, issued by the unit; rights were asked before."""
    words, row = EvaluationWords(order), figures.dossier.row
    order = of_unit(session, order, row.unit_id)
    if kind is EvaluationPaperKind.WORK:
        calendar = working_calendar(session, context.programme)
        paper = work_list(context, figures, calendar, order, words)
    else:
        make = form_335 if kind is EvaluationPaperKind.FORM_335 else form_366
        paper = make(context, figures, order, words)
    return replace(paper, made_of=mark_of(context, kind, order, person=row.person_id))


def summary_of(
    session: Session,
    context: RoundContext,
    people: Sequence[DossierFigures],
    unit_id: int | None,
    order: PaperOrder,
) -> Paper:
    """The summary of a unit, issued by it, or of all; rights were asked before."""
    words, unit = EvaluationWords(order), ""
    mark = mark_of(context, EvaluationPaperKind.SUMMARY, order, unit=unit_id)
    if unit_id is not None:
        unit, order = people[0].dossier.unit, of_unit(session, order, unit_id)
    return replace(summary(context, people, unit, order, words), made_of=mark)


def of_unit(session: Session, order: PaperOrder, unit_id: int) -> PaperOrder:
    """The paper of a unit; of one that has ended by now it is the office's, which has its work."""
    unit = names_on(session, order.day, [unit_id]).get(unit_id)
    return order if unit is None else replace(order, issuer=IssuingBody(name=unit.name))


def with_notice(paper: Paper, order: PaperOrder) -> Paper:
    """A paper of the sample says so."""
    return replace(paper, notice=translator("vi")("digest.sample") if order.sample else "")


def _of_round(
    session: Session,
    context: RoundContext,
    people: Sequence[DossierFigures],
    request: EvaluationPaperRequest,
    order: PaperOrder,
) -> Paper:
    words, kind = EvaluationWords(order), request.kind
    held = session_of(session, context, request.session_id)
    if kind is EvaluationPaperKind.MINUTES:
        if held is None:
            raise BadInput("papers.error.no_session", period=words.period(context))
        return minutes(context, people, held, order, words)
    sat = deciding_sessions(session, people)
    makes: dict[EvaluationPaperKind, Callable[[], Paper]] = {
        EvaluationPaperKind.APPROVAL: lambda: approval(
            context, people, _proposed_seats(session, context), order, words
        ),
        EvaluationPaperKind.SUBMISSION: partial(submission, context, people, held, order, words),
        EvaluationPaperKind.DECISION: partial(decision, context, people, sat, order, words),
        EvaluationPaperKind.DECISION_LIST: partial(decision_list, context, people, order, words),
    }
    return makes[kind]()


def _proposed_seats(session: Session, context: RoundContext) -> SessionSeats:
    """The seats as the units propose; whoever has no proposal counts, and takes none."""
    standings = read_standings(session, context)
    proposed = {code: grade for code, grade in standings.proposed.items() if grade is not None}
    return session_seats(standings, proposed)
