"""The office that this installation is of, as its papers name it, and whose rules they follow."""

from datetime import date

from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import IssuingBody
from dondoc.settings import Settings
from dondoc.workplace import Workplace


def issuing_office(settings: Settings) -> IssuingBody:
    """What an administrator has set; the rest stays open for the clerk."""
    return IssuingBody(
        name=settings.office,
        parent=settings.office_parent,
        symbol=settings.office_symbol,
        place=settings.office_place,
    )


def paper_order(
    workplace: Workplace, form: PaperForm, day: date, *, has_codes: bool = False
) -> PaperOrder:
    """A paper of a day, by this installation's office. `has_codes`: also the plan's codes."""
    office = issuing_office(workplace.settings)
    return PaperOrder(form, day, office, workplace.sample, has_codes)


def usual_form(settings: Settings) -> PaperForm:
    """Whose rules the office's papers follow where nobody chooses."""
    return PaperForm(settings.paper_form)


def forms_offered(settings: Settings) -> tuple[PaperForm, ...]:
    """Both, the office's own first."""
    usual = usual_form(settings)
    return usual, *(form for form in PaperForm if form is not usual)
