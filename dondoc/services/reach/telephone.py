"""The number at which somebody is called at work: set, changed and taken away.

It is no channel: nothing is sent to it. Whoever urges work reads it on the overdue board.
"""

import unicodedata

from dondoc.channels.headers import is_telephone
from dondoc.errors import BadInput
from dondoc.services.organisation.changes import SettingsChange
from models.rules.roles import Mandate

_MAX_LENGTH = 40
_OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
_CHANGES = {
    (False, True): "telephone_added",
    (True, True): "telephone_changed",
    (True, False): "telephone_removed",
}
"""What history says, by whether there was a number and whether there is one."""


def set_telephone(acting: SettingsChange, typed: str) -> None:
    """Another number for a person, by themself or by the office; '' takes it away.

    History says that it changed and who changed it, never the number: nothing can be taken out of
    history. Raises BadInput for what is no number, Refused without the right.
    """
    if acting.whose.id != acting.actor.id:
        acting.mandated(*_OFFICE)
    acting.hold()
    old, new = acting.whose.telephone, number_of(typed)
    if new == old:
        return
    acting.whose.telephone = new
    acting.session.add(acting.whose)
    acting.note(_CHANGES[bool(old), bool(new)])


def number_of(typed: str) -> str:
    """The number without blanks around; '' for none. Raises BadInput for what is no number."""
    plain = " ".join(unicodedata.normalize("NFC", typed).split())
    if plain and (len(plain) > _MAX_LENGTH or not is_telephone(plain)):
        raise BadInput("staffing.error.telephone")
    return plain
