"""The plan as a workbook to take along: blank, as it is now, and as a draft of the next year's."""

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.services.plan import uploads
from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.plan.next_year.draft import next_year_draft
from dondoc.services.plan.write.workbook import write_plan
from dondoc.services.workbook.plan import PlanDraft
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from dondoc.web.site.workbooks import workbook

router = Pages()


@router.get("/plan/template.xlsx")
def template(visit: VisitingNow) -> Response:
    """A blank workbook."""
    only_who_may(visit)
    return _workbook(visit, None, "so-ke-hoach.xlsx")


@router.get("/plan/export.xlsx")
def export(visit: VisitingNow) -> Response:
    """The plan of the year shown as it is now, to be changed and uploaded again."""
    only_who_may(visit)
    with visit.programme_shown() as (session, programme):
        draft = draft_of(session, programme, visit.today)
    return _workbook(visit, draft, f"ke-hoach-{programme.year}.xlsx")


@router.get("/plan/next-year.xlsx")
def next_year(visit: VisitingNow) -> Response:
    """The plan of the year shown as a first draft of the next year's."""
    only_who_may(visit)
    with visit.programme_shown() as (session, programme):
        draft = next_year_draft(session, programme, visit.today)
    return _workbook(visit, draft, f"du-thao-{draft.programme.year}.xlsx")


def only_who_may(visit: Visit) -> None:
    """Answers 403 to whoever may load no plan."""
    if not uploads.may_load(visit.viewer):
        raise HTTPException(403)


def _workbook(visit: Visit, draft: PlanDraft | None, name: str) -> Response:
    return workbook(name, lambda target: write_plan(draft, target, visit.lang, visit.today.year))
