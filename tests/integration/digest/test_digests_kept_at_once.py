"""Two who compile the same digest at once: one is kept, and the other is told of it."""

from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from plan_load_drafts import plan, put
from programmes import current_programme
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.digest.compile import draw, keep, latest_key
from dondoc.services.digest.kept_digests import how_it_ended
from dondoc.services.figures.quarter import Quarter
from dondoc.store.database import reading, writing
from models.digest import Digest

NOW = at(date(2022, 4, 4))


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def drawn(engine: Engine, by: int, now: datetime = NOW, **other: str) -> tuple[Digest, int]:
    """What somebody draws up, and the latest that is kept by then."""
    with reading(engine) as session:
        digest = draw(session, current_programme(session), Quarter(2022, 1), now).whole
        known = latest_key(session, digest)
    digest.compiled_by_id = by
    if other:
        digest.figures_sha256 = other["sha256"]
    return digest, known


def keeps(engine: Engine, digest: Digest, known: int) -> str:
    with writing(engine) as session:
        kept, new = keep(session, digest, known)
        return how_it_ended(kept, digest, known, new=new)


def test_of_two_with_the_same_figures_one_is_kept(loaded: Engine) -> None:
    first, second = drawn(loaded, 1), drawn(loaded, 2)
    ended: list[str] = []
    other = Thread(target=lambda: ended.append(keeps(loaded, *second)), daemon=True)
    with writing(loaded) as session:
        assert keep(session, *first)[1]
        other.start()
        other.join(0.5)
        assert other.is_alive()  # it waits, and looks again
    other.join(20)
    assert ended == ["just"]
    with reading(loaded) as session:
        assert [row.compiled_by_id for row in session.exec(select(Digest))] == [1]
    assert keeps(loaded, *drawn(loaded, 2)) == "same"


def test_older_figures_do_not_come_after_newer_ones(loaded: Engine) -> None:
    slow = drawn(loaded, 1, sha256="0" * 64)
    quick = drawn(loaded, 2, NOW + timedelta(seconds=5))
    assert keeps(loaded, *quick) == "made"
    assert keeps(loaded, *slow) == "newer"


def test_figures_that_changed_meanwhile_are_kept_beside_the_others(loaded: Engine) -> None:
    slow = drawn(loaded, 1)
    quick = drawn(loaded, 2, NOW + timedelta(seconds=5), sha256="0" * 64)
    assert keeps(loaded, *slow) == "made"
    assert keeps(loaded, *quick) == "made"


def test_figures_of_the_same_moment_that_differ_are_both_kept(loaded: Engine) -> None:
    first, second = drawn(loaded, 1), drawn(loaded, 2, sha256="0" * 64)
    assert keeps(loaded, *first) == "made"
    assert keeps(loaded, *second) == "made"
