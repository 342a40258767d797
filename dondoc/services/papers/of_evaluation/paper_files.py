"""Papers of an evaluation that a command asks for, written into a folder: by the pages' rights."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.errors import BadInput, Refused
from dondoc.services.digest.compile import unheard
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.units import find_unit_id
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.dossier import DossierWanted, in_name, unit_dossier
from dondoc.services.papers.of_evaluation.make import (
    EvaluationPaper,
    dossiers_for,
    evaluation_paper,
)
from dondoc.services.papers.of_evaluation.paper_viewings import keep_paper_viewings
from dondoc.services.papers.of_evaluation.request import OF_PERSON, ONLY, EvaluationPaperRequest
from dondoc.services.papers.own.templates import template_in_use
from dondoc.services.papers.write import FileFormat, written
from dondoc.services.programme.at_work import programme_at_work
from dondoc.store.database import reading, writing
from models.rules.evaluation_course.papers import EvaluationPaperKind


@dataclass(frozen=True)
class EvaluationFilesWanted:
    """What is asked for, by codes. `person`: whose form; `unit`: whose summary or dossier."""

    period: str
    by: str
    now: datetime
    day: date
    year: int | None = None
    kind: EvaluationPaperKind | None = None
    person: str = ""
    unit: str = ""
    is_standard: bool = False


def write_evaluation_paper(
    engine: Engine,
    wanted: EvaluationFilesWanted,
    order: PaperOrder,
    file_formats: tuple[FileFormat, ...],
    folder: Path,
) -> tuple[list[Path], tuple[str, ...]]:
    """The files of one paper, and what a person is still to fill in.

    Raises BadInput for what there is not, and Refused for whoever may not make the paper.
    """
    kind = wanted.kind
    assert kind is not None
    order = replace(order, form=ONLY.get(kind, order.form))
    with reading(engine) as session:
        context, viewer = _opened(session, wanted)
        unit_id = find_unit_id(session, wanted.unit, wanted.day) if wanted.unit else None
        request = EvaluationPaperRequest(kind, wanted.person, unit_id)
        made = _made(session, context, viewer, request, order)
        own = None if wanted.is_standard else template_in_use(session, order.form)
        programme_id = context.programme.key
    paper = made.paper
    if FileFormat.XLSX in file_formats and not paper.tables:
        raise BadInput("papers.error.no_tables")
    _keep(engine, programme_id, wanted, context, made.whose, viewer)
    whose = "".join(f"-{in_name(code)}" for code in (wanted.person, wanted.unit) if code)
    stem = f"{kind}-{context.row.period}{whose}-{order.day:%Y%m%d}.{order.form}"
    files = {folder / f"{stem}.{each}": written(paper, each, own) for each in file_formats}
    return _written(files, folder), paper.open_places


def write_unit_dossier(
    engine: Engine, wanted: EvaluationFilesWanted, order: PaperOrder, folder: Path
) -> list[Path]:
    """The zip of a unit's whole dossier. Raises as `write_evaluation_paper` does."""
    with reading(engine) as session:
        context, viewer = _opened(session, wanted)
        unit_id = find_unit_id(session, wanted.unit, wanted.day)
        request = EvaluationPaperRequest(EvaluationPaperKind.SUMMARY, unit_id=unit_id)
        dossiers = dossiers_for(session, context, viewer, request)
        whose = frozenset(each.row.person_id for each in dossiers)
        programme_id = context.programme.key
    meant = DossierWanted(context.row.key, unit_id, viewer, wanted.day)
    content = unit_dossier(engine, meant, order, unheard)
    _keep(engine, programme_id, wanted, context, whose, viewer)
    name = f"dossier-{context.row.period}-{in_name(wanted.unit)}-{order.day:%Y%m%d}.{order.form}"
    return _written({folder / f"{name}.zip": content}, folder)


def _opened(session: Session, wanted: EvaluationFilesWanted) -> tuple[RoundContext, Viewer]:
    programme = programme_at_work(session, wanted.day, wanted.year)
    period = judged_period(wanted.period, programme.year)
    held = find_round(session, programme.key, str(period))
    if held is None:
        raise BadInput("papers.error.no_round", period=str(period))
    viewer = open_viewer(session, find_person(session, wanted.by), programme, wanted.day)
    return round_context(session, held, wanted.day), viewer


def _made(
    session: Session,
    context: RoundContext,
    viewer: Viewer,
    request: EvaluationPaperRequest,
    order: PaperOrder,
) -> EvaluationPaper:
    if request.kind in OF_PERSON and not request.code:
        raise BadInput("papers.error.whose_form")
    made = evaluation_paper(session, context, viewer, request, order)
    if made is None:
        raise Refused("papers.error.not_your_evaluation")
    return made


def _keep(
    engine: Engine,
    programme_id: int,
    wanted: EvaluationFilesWanted,
    context: RoundContext,
    whose: frozenset[int] | None,
    viewer: Viewer,
) -> None:
    period, by = context.row.period, viewer.person_id
    with writing(engine) as session:
        keep_paper_viewings(session, programme_id, period, wanted.now, whose, by)


def _written(files: dict[Path, bytes], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        path.write_bytes(content)
    return list(files)
