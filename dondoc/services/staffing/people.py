"""People: new ones, and another name or language for one."""

from dataclasses import replace

from dondoc.errors import BadInput, Refused
from dondoc.i18n import LANGUAGES
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.person_codes import keys_alike
from dondoc.services.reach.telephone import set_telephone
from dondoc.services.staffing.history import hold_staff, tell
from models.person import Person
from models.rules.person_codes import may_be_code
from models.rules.roles import Mandate
from models.rules.texts import composed_letters, without_unseen

OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
_MAX_LENGTH = 120


def add_person(acting: SettingsChange, code: str, full_name: str, language: str) -> Person:
    """A new person, who holds nothing yet.

    Raises Refused without the right and for a code that somebody has, BadInput for one that
    cannot be a code and for a name that is none.
    """
    acting.mandated(*OFFICE)
    code = composed_letters(code)
    if not may_be_code(code):
        raise BadInput("staffing.error.code", found=code)
    hold_staff(acting.session)
    for key in keys_alike(acting.session, code):
        taken = acting.session.get_one(Person, key)
        raise Refused("staffing.error.code_taken", code=taken.code)
    person = Person(code=code, full_name=_name(full_name), language=_language(language))
    acting.session.add(person)
    acting.session.flush()
    tell(acting, "person", ref=person.code, old=None, new=person.full_name)
    return person


def change_person(
    acting: SettingsChange, code: str, full_name: str, language: str, telephone: str | None = None
) -> None:
    """Another name, language or telephone; None leaves the number as it is.

    Raises like `add_person`, and BadInput for a number that is none.
    """
    acting.mandated(*OFFICE)
    person = find_person(acting.session, code)
    old = (person.full_name, person.language)
    person.full_name, person.language = _name(full_name), _language(language)
    if (person.full_name, person.language) != old:
        acting.session.add(person)
        tell(acting, "person", ref=code, old=old[0], new=person.full_name)
    if telephone is not None:
        set_telephone(replace(acting, person=person), telephone)


def _name(text: str) -> str:
    plain = " ".join(without_unseen(composed_letters(text)).split())
    if not plain or len(plain) > _MAX_LENGTH or not plain.isprintable():
        raise BadInput("staffing.error.name", most=_MAX_LENGTH)
    return plain


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise BadInput("staffing.error.language", found=text)
    return text
