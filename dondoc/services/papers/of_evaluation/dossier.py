"""The whole dossier of a unit: every form, every list of work and the summary in one zip."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.errors import Refused
from dondoc.services.digest.compile import Progress
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.papers.bodies import check_bodies
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.figures import DossierFigures, figures_of
from dondoc.services.papers.of_evaluation.make import (
    dossiers_for,
    paper_of_person,
    summary_of,
    with_notice,
)
from dondoc.services.papers.of_evaluation.request import ONLY, EvaluationPaperRequest
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.write import FileFormat, written
from dondoc.store.database import reading
from models.evaluation_round import EvaluationRound
from models.rules.evaluation_course.papers import EvaluationPaperKind

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")
_FORM_OF = {
    PaperForm.STATE: EvaluationPaperKind.FORM_335,
    PaperForm.PARTY: EvaluationPaperKind.FORM_366,
}
_JUDGED_BY = (
    ("ND-335", EvaluationPaperKind.FORM_335),
    ("366-QD", EvaluationPaperKind.FORM_366),
    ("HD-02", EvaluationPaperKind.FORM_366),
)
"""The form that a rule set asks for, by how its code begins; one of the office's own has none."""
_FORMATS = (FileFormat.DOCX, FileFormat.PDF)


@dataclass(frozen=True)
class DossierWanted:
    """Whose dossier: of a unit in a round, on a day, for somebody."""

    round_id: int
    unit_id: int
    viewer: Viewer
    today: date


@dataclass(frozen=True)
class _PersonPapers:
    """The papers of one person, with the beginning of their files' names."""

    name: str
    papers: tuple[tuple[EvaluationPaperKind, Paper], ...]


def unit_dossier(
    engine: Engine, wanted: DossierWanted, order: PaperOrder, progress: Progress
) -> bytes:
    """The zip: of each person the form of the rule set that judges them, that of the layout, and
    the list of work; and the summary.

    All figures are of one moment; files are written after that, outside of any transaction.
    Raises Refused for a unit that has nobody in the round, or whose points are not the viewer's.
    """
    people, whole = _papers(engine, wanted, order)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in (*_FORMATS, FileFormat.XLSX):
            _add(archive, f"00-{EvaluationPaperKind.SUMMARY}.{ending}", whole, ending, order)
        for done, each in enumerate(people):
            progress(done, len(people))
            for kind, paper in each.papers:
                for ending in _FORMATS:
                    _add(archive, f"{each.name}-{kind}.{ending}", paper, ending, order)
    progress(len(people), len(people))
    return file.getvalue()


def _papers(
    engine: Engine, wanted: DossierWanted, order: PaperOrder
) -> tuple[Sequence[_PersonPapers], Paper]:
    with reading(engine) as session:
        held = session.get(EvaluationRound, wanted.round_id)
        if held is None or held.programme_id != wanted.viewer.programme_id:
            raise Refused("papers.error.not_your_dossier")
        context = round_context(session, held, wanted.today)
        request = EvaluationPaperRequest(EvaluationPaperKind.SUMMARY, unit_id=wanted.unit_id)
        dossiers = dossiers_for(session, context, wanted.viewer, request)
        if not dossiers:
            raise Refused("papers.error.not_your_dossier")
        people = figures_of(session, context, dossiers, with_work=True)
        made = [
            _PersonPapers(
                f"{number:02}-{in_name(each.dossier.code)}",
                tuple(_of_person(session, context, each, order)),
            )
            for number, each in enumerate(people, 1)
        ]
        whole = summary_of(session, context, people, wanted.unit_id, order)
        check_bodies(session, whole, *(paper for each in made for _, paper in each.papers))
    return made, whole


def _of_person(
    session: Session, context: RoundContext, figures: DossierFigures, order: PaperOrder
) -> Iterator[tuple[EvaluationPaperKind, Paper]]:
    for kind in (*_forms(figures, order.form), EvaluationPaperKind.WORK):
        laid_out = replace(order, form=ONLY.get(kind, order.form))
        yield kind, paper_of_person(session, context, figures, kind, laid_out)


def _forms(figures: DossierFigures, layout: PaperForm) -> Iterable[EvaluationPaperKind]:
    """First of the rule set that judges them; the Party's and the decree's judge the same person,
    so the one that the layout asks for comes beside it.
    """
    code = figures.score.work.rules.rules.code
    judged = (form for begins, form in _JUDGED_BY if code.startswith(begins))
    return dict.fromkeys((*judged, _FORM_OF[layout]))


def _add(
    archive: zipfile.ZipFile, name: str, paper: Paper, ending: FileFormat, order: PaperOrder
) -> None:
    day = order.day
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, written(with_notice(paper, order), ending))


def in_name(text: str) -> str:
    """A code as a part of a file's name."""
    return _NOT_IN_NAMES.sub("_", text)
