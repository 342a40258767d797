"""A form of somebody of the office: what they change is everybody's."""

from collections.abc import Callable

from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.staffing.far_days import FarDayError
from dondoc.web.site.forms import Form
from dondoc.web.site.visit import Visit


def act(
    visit: Visit,
    form: Form,
    what: Callable[[SettingsChange], object],
    name: str = "",
    day: str = "",
) -> None:
    """Does something in a transaction of its own; a refusal is shown at that field.

    A far day that is not said to be meant is shown at the field `day`, which can be confirmed.
    """

    def doing() -> None:
        try:
            with visit.writing() as session:
                what(visit.for_office(session))
        except FarDayError as error:
            form.far_day, form.far_mark = day or name, error.mark
            form.fail(form.far_day, error.key, **error.params)

    form.attempt(doing, name)
