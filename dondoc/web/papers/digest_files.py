"""A kept digest as a paper of the office: Word, PDF, and the data behind its tables in Excel."""

from collections.abc import Set

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.digest_papers import kept_digest_as_paper, unit_digest_as_paper
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.office import paper_order
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.write import FileFormat, written
from dondoc.web.papers.answers import PREVIEW, file_answer, in_name, paper_answer
from dondoc.web.papers.unit_files import own_template
from dondoc.web.site.keys import Key
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow

router = Pages()


@router.get("/digests/{digest_id}/papers/{form}.{kind}")
def digest_file(
    visit: VisitingNow,
    digest_id: Key,
    form: str,
    kind: str,
    group: str = "",
) -> Response:
    """The file. `form`: whose rules it follows; `group`: only of the group with this code."""
    order = _order(visit, form, kind)
    with visit.reading() as session:
        answer = kept_digest_as_paper(session, visit.viewer, digest_id, order, group)
    if answer is None:
        raise visit.not_of_whole_year()
    return _file(visit, answer, f"{digest_id}{f'-{group}' if group else ''}", form, kind)


@router.get("/digests/{digest_id}/units/{unit_id}/papers/{form}.{kind}")
def unit_file(
    visit: VisitingNow,
    digest_id: Key,
    unit_id: Key,
    form: str,
    kind: str,
) -> Response:
    """A unit's part of a digest as a file, or its page one, for whoever sees the unit's work."""
    order = _order(visit, form, kind, {*FileFormat, PREVIEW})
    with visit.reading() as session:
        answer = unit_digest_as_paper(session, visit.viewer, digest_id, unit_id, order)
    if answer is not None and kind == PREVIEW:
        return paper_answer(answer[0], PREVIEW, "", own_template(visit, PaperForm(form)))
    return _file(visit, answer, f"{digest_id}-{unit_id}", form, kind)


def _order(
    visit: Visit, form: str, kind: str, kinds: Set[str] = frozenset(FileFormat)
) -> PaperOrder:
    if form not in set(PaperForm) or kind not in kinds:
        raise HTTPException(404)
    has_codes = kind == FileFormat.XLSX
    return paper_order(visit.workplace, PaperForm(form), visit.today, has_codes=has_codes)


def _file(
    visit: Visit, answer: tuple[Paper, DigestFigures] | None, number: str, form: str, kind: str
) -> Response:
    if answer is None:
        raise HTTPException(404)
    paper, figures = answer
    content = written(paper, FileFormat(kind), own_template(visit, PaperForm(form)))
    name = f"{figures.quarter}-{figures.as_of:%Y%m%d}-{in_name(number)}.{form}.{kind}"
    return file_answer(content, FileFormat(kind), name)
