"""The letters that a digest brings: who reads which part, where to, and in which form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.digest.readers import in_place_of, readers_of
from dondoc.services.reach.reachability import MAIL, open_routes
from dondoc.store.bulk import among
from models.digest import Digest
from models.person import Person, Preference
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class DigestLetter:
    """Who reads what, where to, and in which form."""

    person_id: int
    unit_key: int
    contact_id: int
    channel: str
    language: str
    with_file: bool


def digest_letters(
    session: Session, digest: Digest, now: datetime
) -> tuple[list[DigestLetter], list[int]]:
    """One for each reader and part, and who cannot be reached; whoever is away has a deputy."""
    routes = open_routes(session, local_date(now))
    meant = readers_of(session, digest, routes.day)
    read = in_place_of(session, routes, digest, meant)
    languages, links = _wishes(session, {reader.person_id for reader in read})
    letters = []
    for reader in sorted(read):
        route = routes.best(reader.person_id)
        if route is not None:
            with_file = route.channel == MAIL and reader.person_id not in links
            letters.append(
                DigestLetter(
                    reader.person_id, reader.unit_key, route.contact_id, route.channel,
                    languages[reader.person_id], with_file,
                )
            )  # fmt: skip
    people = {reader.person_id for reader in read}
    return letters, sorted(key for key in people if not routes.reaches(key))


def _wishes(session: Session, people: Iterable[int]) -> tuple[dict[int, str], set[int]]:
    ids = sorted(people)
    query = select(col(Person.id), col(Person.language)).where(among(session, col(Person.id), ids))
    languages = {row[0] or 0: row[1] for row in session.execute(query)}
    links = select(col(Preference.person_id)).where(
        among(session, col(Preference.person_id), ids), col(Preference.digest_as_link)
    )
    return languages, set(session.scalars(links))
