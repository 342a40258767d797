"""People by their codes, whatever the case and however the letters are composed."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.person import Person
from models.rules.person_codes import folded
from models.rules.texts import composed_letters


def person_of_code(session: Session, typed: str) -> Person | None:
    """The person with that very code, or the only one whose code differs from it in case alone.

    An old database may hold two such codes: each is then found as it is written.
    """
    plain = composed_letters(typed).strip()
    exact = session.scalars(select(Person).where(col(Person.code) == plain)).first()
    if exact is not None:
        return exact
    alike = keys_alike(session, plain)
    return session.get(Person, alike[0]) if len(alike) == 1 else None


def keys_alike(session: Session, code: str) -> list[int]:
    """The people whose code is the same once it is folded."""
    folded_code = folded(code)
    query = select(col(Person.id), col(Person.code))
    if folded_code.isascii():  # databases know the case of these letters, and of no others alike
        query = query.where(func.lower(col(Person.code)) == folded_code)
    rows = session.connection().execute(query.order_by(col(Person.id)))
    return [key for key, other_code in rows if folded(other_code) == folded_code]


def clashes(session: Session) -> list[tuple[str, ...]]:
    """Codes that are the same once folded: each such person signs in by the exact code only."""
    by_folded_code: dict[str, list[str]] = defaultdict(list)
    for code in session.connection().scalars(select(col(Person.code)).order_by(col(Person.code))):
        by_folded_code[folded(code)].append(code)
    return [tuple(codes) for codes in by_folded_code.values() if len(codes) > 1]
