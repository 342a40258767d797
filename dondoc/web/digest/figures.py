"""A figure of a digest, pressed: its checkpoints as they stood on the digest's day."""

from fastapi.responses import Response

from dondoc.errors import BadInput
from dondoc.services.digest.checkpoints import FigureAsked, checkpoints_then
from dondoc.services.figures.quarter import parse_period
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import VisitingNow

router = Pages()


@router.get("/digests/{digest_id}/checkpoints")
def checkpoints_page(
    visit: VisitingNow, digest_id: Key, state: str = "", group: str = "", unit: Key | None = None
) -> Response:
    """Those in a due state; of a group, or of a unit, where one is named."""
    asked = FigureAsked(state, group, unit)
    with visit.reading() as session:
        try:
            found = checkpoints_then(session, visit.viewer, digest_id, asked)
        except BadInput:
            found = None
    if found is None:
        raise visit.not_of_whole_year()
    period = parse_period(found.quarter)
    return page(
        visit, "digest/checkpoints", digest_id=digest_id, state=state, figure=found, named=period
    )
