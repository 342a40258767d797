"""How long each kind of data is kept: a setting of the office; what is not set is said as such."""

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.services.personal_data.requests import ANSWERS
from dondoc.workplace import put_setting
from models.installation import Setting
from models.rules.grounds import Grounds

_PREFIX = "retention."
MAX_MONTHS = 1200


def retention(session: Session) -> dict[PersonalDataKind, int]:
    """The months for which kinds are kept; those that nobody has set are not among them."""
    query = select(col(Setting.name), col(Setting.value)).where(
        col(Setting.name).startswith(_PREFIX)
    )
    rows = {
        name.removeprefix(_PREFIX): value for name, value in session.connection().execute(query)
    }
    return {kind: int(rows[kind]) for kind in PersonalDataKind if rows.get(kind, "").isdecimal()}


def set_retention(change: SettingsChange, kind: PersonalDataKind, months: int | None) -> None:
    """Sets for how long a kind is kept, in months; None: nobody has ruled it.

    It is said to people and deletes nothing by itself. Raises Refused without the right, BadInput.
    """
    change.mandated(*ANSWERS)
    hold_office(change.session)
    if months is not None and not 1 <= months <= MAX_MONTHS:
        raise BadInput("file_request.error.months", most=MAX_MONTHS)
    put_setting(change.session, _PREFIX + kind, "" if months is None else str(months))
    change.session.flush()
    change.note("retention", kind=kind.value, months=months or "")


def retention_grounds(session: Session, kind: PersonalDataKind) -> Grounds:
    """What a page showed of one kind."""
    months = retention(session).get(kind)
    return {f"retention:{kind}": "" if months is None else str(months)}
