"""Papers of a unit that a command asks for, written into a folder: by the rights of the pages."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.errors import BadInput, Refused
from dondoc.services.figures.quarter import parse_period
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.units import find_unit_id
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.own.templates import template_in_use
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.unit_papers import unit_paper
from dondoc.services.papers.unit_request import UnitPaperKind, UnitPaperRequest
from dondoc.services.papers.write import FileFormat, written
from dondoc.services.programme.at_work import programme_at_work
from dondoc.store.database import reading
from models.person import Position


@dataclass(frozen=True)
class UnitPaperWanted:
    """What is asked for, by codes. `position`: whose decision or annex; `period`: of a report."""

    kind: UnitPaperKind
    unit: str
    by: str
    day: date
    year: int | None = None
    period: str | None = None
    position: str | None = None
    is_standard: bool = False


def write_unit_paper(
    engine: Engine,
    wanted: UnitPaperWanted,
    order: PaperOrder,
    file_formats: tuple[FileFormat, ...],
    folder: Path,
) -> tuple[list[Path], tuple[str, ...]]:
    """The files, and what a person is still to fill in.

    Raises BadInput for what there is not, and Refused for whoever may not make the paper.
    """
    with reading(engine) as session:
        paper = _paper(session, wanted, order)
        own = None if wanted.is_standard else template_in_use(session, order.form)
    if FileFormat.XLSX in file_formats and not paper.tables:
        raise BadInput("papers.error.no_tables")
    whose = f"-{wanted.position}" if wanted.position else ""
    stem = f"{wanted.kind}-{wanted.unit}{whose}-{order.day:%Y%m%d}.{order.form}".replace("/", "_")
    made = {
        folder / f"{stem}.{file_format}": written(paper, file_format, own)
        for file_format in file_formats
    }
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in made.items():
        path.write_bytes(content)
    return list(made), paper.open_places


def _paper(session: Session, wanted: UnitPaperWanted, order: PaperOrder) -> Paper:
    programme = programme_at_work(session, wanted.day, wanted.year)
    viewer = open_viewer(session, find_person(session, wanted.by), programme, wanted.day)
    unit_id = find_unit_id(session, wanted.unit, wanted.day)
    period = parse_period(wanted.period) if wanted.period else None
    position_id = _position(session, wanted.position) if wanted.position else None
    request = UnitPaperRequest(wanted.kind, unit_id, period, position_id)
    paper = unit_paper(session, programme, viewer, request, order)
    if paper is None:
        raise Refused("papers.error.not_yours", unit=wanted.unit)
    return paper


def _position(session: Session, code: str) -> int:
    key = session.exec(select(Position.id).where(Position.code == code)).first()
    if key is None:
        raise BadInput("papers.error.no_position", code=code)
    return key
