"""Compiles a digest, keeps it, and writes it into a folder for people to open and print."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.collecting import seldom_collecting
from dondoc.errors import BadInput
from dondoc.i18n import LANGUAGES, Language
from dondoc.services.digest.compile import (
    DrawnDigest,
    Progress,
    draw,
    keep,
    latest_key,
    unheard,
)
from dondoc.services.digest.owed import digest_since, owed_digests
from dondoc.services.digest.parts import part_with_codes
from dondoc.services.digest.render import render_digest
from dondoc.services.digest.replaced import IssueStanding, standing_of
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.grounds.office import hold_office
from dondoc.services.programme.at_work import programme_at_work
from dondoc.store.database import reading, written


@dataclass(frozen=True)
class DigestOrder:
    """Which digest is wanted: a period such as `2022-Q1`, `2022-H1` or `2022`, as of a day.

    Of all units, with each unit's part kept beside it; of one (its code), or of one official's
    work (a person's code). `progress`: is told how far the units' parts are.
    """

    quarter: str
    as_of: date
    unit: str | None = None
    office: str = ""
    sample: bool = False
    official: str | None = None
    progress: Progress = unheard
    since: date | None = None


@dataclass(frozen=True)
class PublishedDigest:
    """A digest, its text in each language, the files, and whether it says anything new."""

    figures: DigestFigures
    texts: dict[Language, str]
    files: tuple[Path, ...]
    created: bool
    standing: IssueStanding


@seldom_collecting()
def publish(engine: Engine, order: DigestOrder, now: datetime, folder: Path) -> PublishedDigest:
    """Compiles and writes the digest; the same one again writes the same files.

    It is drawn up from one moment, whatever the drain commits meanwhile; reading takes its time
    on a large plan, so nobody else is kept from writing until it is kept.
    Raises BadInput for a quarter, a unit or a programme that does not exist.
    """
    with reading(engine) as session:
        drawn, code = _drawn(session, order, now)
        known = latest_key(session, drawn.whole)
    figures, standing, created = written(
        engine, lambda session: _keep(session, drawn, known, order.since)
    )
    name = "-".join([figures.quarter, *([code] if code else []), f"{figures.as_of:%Y%m%d}"])
    texts: dict[Language, str] = {}
    files: list[Path] = []
    for lang in LANGUAGES:
        html, texts[lang] = render_digest(
            figures, lang, sample=order.sample, office=order.office, standing=standing
        )
        files += _write(folder, f"{name}.{lang}", {".html": html, ".txt": texts[lang]})
    return PublishedDigest(figures, texts, tuple(files), created, standing)


def publish_owed(
    engine: Engine, order: DigestOrder, now: datetime, folder: Path
) -> Iterator[PublishedDigest]:
    """Compiles what is owed on the day of `order`, period after period, the oldest first.

    One that cannot be compiled does not hold up the others: its error is raised at the end.
    """
    with reading(engine) as session:
        owed = owed_digests(session, order.as_of)
    errors = []
    for period, since in owed:
        try:
            yield publish(engine, replace(order, quarter=str(period), since=since), now, folder)
        except BadInput as error:
            errors.append(error)
    if errors:
        raise errors[0]


def _keep(
    session: Session, drawn: DrawnDigest, known: int, since: date | None
) -> tuple[DigestFigures, IssueStanding, bool]:
    whole = drawn.whole
    if since is not None:
        hold_office(session)
        kept = digest_since(session, whole.programme_id, whole.quarter, since)
        if kept is not None:
            return DigestFigures.from_json(kept.figures), standing_of(session, kept), False
    digest, created = keep(session, whole, known, drawn.units)
    return DigestFigures.from_json(digest.figures), standing_of(session, digest), created


def _drawn(session: Session, order: DigestOrder, now: datetime) -> tuple[DrawnDigest, str]:
    """The digest, and the code of its only unit or official ('' for all)."""
    period = parse_period(order.quarter)
    programme = programme_at_work(session, order.as_of, period.year)
    day = min(order.as_of, period.end)
    part, code = part_with_codes(session, day, order.unit, order.official)
    drawn = draw(session, programme, period, now, order.as_of, part, order.progress)
    return drawn, code


def _write(folder: Path, name: str, contents: dict[str, str]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for suffix, content in contents.items():
        path = folder / f"{name.replace('/', '_')}{suffix}"
        path.write_text(content, encoding="utf-8")
        paths.append(path)
    return paths
