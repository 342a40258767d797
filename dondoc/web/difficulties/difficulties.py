"""Open difficulties: since when, who can remove each, and saying that one is removed."""

from typing import Annotated

from fastapi import HTTPException, Query
from fastapi.responses import Response

from dondoc.services.difficulties.ended import why_not_open
from dondoc.services.difficulties.open import may_remove, shown_to, visible_assignment_ids
from dondoc.services.difficulties.remove import MAX_LETTERS, remove
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.lists_of_names import PAGE_SIZE, page_shown, pages_of
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting

router = Pages()

PageNumber = Annotated[int, Query(alias="page")]


@router.get("/difficulties")
def difficulties(visit: Visiting, done: str = "", number: PageNumber = 1) -> Response:
    """The open difficulties that one sees, the newest first."""
    return _show(visit, number=number, done=done)


@router.post("/difficulties/{difficulty_id}")
def say_removed(visit: Visiting, difficulty_id: int, fields: FormFields) -> Response:
    """Says that a difficulty is removed, and how."""
    form, name = Form(fields, visit.tr), f"words-{difficulty_id}"
    with visit.writing() as session:
        open_difficulties = shown_to(session, visit.viewer, visit.now)
        open_difficulty = next(
            (each for each in open_difficulties if each.difficulty_id == difficulty_id), None
        )
        if open_difficulty is None and not why_not_open(
            session, visit.viewer, difficulty_id, visit.now
        ):
            raise HTTPException(404)
        if open_difficulty is not None and not may_remove(visit.viewer, open_difficulty):
            raise HTTPException(403)
        words = form.text(name)
        form.attempt(lambda: remove(session, visit.viewer, difficulty_id, words, visit.now), name)
    if form.errors:
        return _show(visit, form=form, status=422)
    return go("/difficulties?done=removed", visit)


def _show(
    visit: Visit, form: Form | None = None, number: int = 1, done: str = "", status: int = 200
) -> Response:
    with visit.programme() as (session, programme):
        open_difficulties = shown_to(session, visit.viewer, visit.now)
        items = visible_assignment_ids(session, visit.viewer)
    pages = pages_of(len(open_difficulties))
    here = page_shown(number, len(open_difficulties))
    shown = open_difficulties[PAGE_SIZE * (here - 1) : PAGE_SIZE * here]
    return page(
        visit,
        "difficulties/difficulties",
        status,
        year=programme.year,
        shown=[(difficulty, may_remove(visit.viewer, difficulty)) for difficulty in shown],
        items=items,
        typed=_typed(form, {each.difficulty_id for each in open_difficulties}),
        total=len(open_difficulties),
        number=here,
        pages=pages,
        link=lambda n: f"/difficulties?page={n}",
        form=form,
        most=MAX_LETTERS,
        done=visit.tr("difficulty.done") if done == "removed" else "",
    )


def _typed(form: Form | None, open_ids: set[int]) -> str:
    """What was typed about a difficulty that is not open any more, so that it is not lost."""
    stand = {f"words-{difficulty_id}" for difficulty_id in open_ids}
    gone = [name for name in form.errors if name not in stand] if form else []
    return form.text(gone[0]) if form and gone else ""
