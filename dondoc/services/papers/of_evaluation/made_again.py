"""The paper of an evaluation that a returned file is a copy of, for whoever may make it."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.organisation.viewer import Viewer, viewer_in
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.make import EvaluationPaper, evaluation_paper
from dondoc.services.papers.of_evaluation.paper_marks import kind_in
from dondoc.services.papers.of_evaluation.request import EvaluationPaperRequest
from dondoc.services.papers.returned.check import PaperMarks
from models.evaluation_round import EvaluationRound
from models.person import Person
from models.programme import Programme


@dataclass(frozen=True)
class PaperMadeAgain:
    """The paper as of the day of the file, and the round: a comparison is a look at its points."""

    made: EvaluationPaper
    context: RoundContext


def made_again(
    session: Session, viewer: Viewer, marks: PaperMarks, order: PaperOrder
) -> PaperMadeAgain | None:
    """By what is entered and decided now.

    None where there is no such paper, or it is not the viewer's to make. Raises BadInput where it
    cannot be made any more.
    """
    kind, held = kind_in(marks), session.get(EvaluationRound, marks.number("round") or 0)
    if kind is None or held is None:
        return None
    there = viewer_in(session, viewer, session.get_one(Programme, held.programme_id))
    order = replace(order, form=marks.form, day=min(marks.day, viewer.day))
    context = round_context(session, held, order.day)
    person = session.get(Person, marks.number("person") or 0)
    request = EvaluationPaperRequest(
        kind, person.code if person else "", marks.number("unit"), marks.number("session")
    )
    made = evaluation_paper(session, context, there, request, order)
    return PaperMadeAgain(made, context) if made else None
