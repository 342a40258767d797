"""Papers of a digest that a command compiled, written beside its page and its text."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.digest_papers import paper_of
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.own.templates import template_in_use
from dondoc.services.papers.write import FileFormat, written
from dondoc.store.database import reading


def write_digest_papers(
    engine: Engine,
    figures: DigestFigures,
    order: PaperOrder,
    file_formats: Sequence[FileFormat],
    page: Path,
    group: str = "",
    *,
    is_standard: bool = False,
) -> tuple[list[Path], tuple[str, ...]]:
    """The files, named after the digest's own page, and what is open in them. Raises BadInput.

    A workbook has the codes of the plan, which a paper has not. `is_standard`: on the standard
    template, even where the office has its own.
    """
    if not file_formats:
        return [], ()
    with reading(engine) as session:
        paper = paper_of(session, figures, order, group)
        coded = paper_of(session, figures, replace(order, has_codes=True), group)
        own = None if is_standard else template_in_use(session, order.form)
    stem = page.name.split(".", 1)[0] + (f"-{group}" if group else "")
    paths = []
    for file_format in file_formats:
        path = page.with_name(f"{stem.replace('/', '_')}.{order.form}.{file_format}")
        wanted = coded if file_format == FileFormat.XLSX else paper
        path.write_bytes(written(wanted, file_format, own))
        paths.append(path)
    return paths, paper.open_places
