"""The papers of a unit of the sample, as services make them for somebody."""

from datetime import date

from sites import Site
from sqlmodel import select

from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import IssuingBody, Paper
from dondoc.services.papers.unit_papers import unit_heads, unit_paper
from dondoc.services.papers.unit_request import UnitPaperKind, UnitPaperRequest
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import reading
from models.person import Person
from models.programme import Programme

LATE, NOT_LATE = 9, 4  # Yên Lạc has a checkpoint overdue, Lập Thạch has none
SECRETARIAT, SECRETARY = "CB-VPTU3", "CB-YL4"


def paper_as(
    site: Site,
    code: str,
    kind: UnitPaperKind,
    unit_id: int = LATE,
    form: PaperForm = PaperForm.STATE,
    period: DigestPeriod | None = None,
    day: date = SAMPLE_DAY,
) -> Paper | None:
    """The paper that somebody makes; a decision is of the first head."""
    office = IssuingBody("Văn phòng", "Tỉnh ủy Vĩnh Phúc", "VPTU", "Vĩnh Phúc")
    order = PaperOrder(form, day, office, sample=True)
    with reading(site.workplace.engine) as session:
        programme = session.exec(select(Programme)).one()
        person = session.exec(select(Person).where(Person.code == code)).one()
        viewer = open_viewer(session, person, programme, day)
        heads = unit_heads(session, programme, viewer, unit_id, order)
        position = heads[0].position_id if kind is UnitPaperKind.DECISION and heads else None
        request = UnitPaperRequest(kind, unit_id, period, position)
        return unit_paper(session, programme, viewer, request, order)
