"""A kept digest as a paper of the office: Word, PDF, and the data behind its tables in Excel."""

import re
from typing import Annotated

from fastapi import HTTPException, Path
from fastapi.responses import Response

from dondoc.services.papers.digest_papers import kept_digest_as_paper
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.office import issuing_office
from dondoc.services.papers.write import FileFormat, written
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import VisitingNow
from dondoc.web.site.workbooks import XLSX

router = Pages()

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {
    FileFormat.DOCX: _WORD,
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: XLSX,
}


@router.get("/digests/{digest_id}/papers/{form}.{kind}")
def digest_file(
    visit: VisitingNow,
    digest_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
    form: str,
    kind: str,
    group: str = "",
) -> Response:
    """The file. `form`: whose rules it follows; `group`: only of the group with this code."""
    if not visit.viewer.sees_all:
        raise HTTPException(403)
    if form not in set(PaperForm) or kind not in set(FileFormat):
        raise HTTPException(404)
    workplace = visit.workplace
    office = issuing_office(workplace.settings)
    order = PaperOrder(PaperForm(form), visit.today, office, workplace.sample)
    with visit.reading() as session:
        answer = kept_digest_as_paper(session, visit.viewer, digest_id, order, group)
    if answer is None:
        raise HTTPException(404)
    paper, figures = answer
    content = written(paper, FileFormat(kind))
    of_group = f"-{_NOT_IN_NAMES.sub('_', group)}" if group else ""
    name = f"{figures.quarter}-{figures.as_of:%Y%m%d}-{digest_id}{of_group}.{form}.{kind}"
    return Response(
        content,
        media_type=_TYPES[FileFormat(kind)],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
