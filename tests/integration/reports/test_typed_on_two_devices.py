"""What one person types on two devices at the same moment is kept, one text beside the other."""

from concurrent.futures import ThreadPoolExecutor, wait

from factory import district

from dondoc.clock import wall_clock
from dondoc.services.reports.drafts import Draft, find_draft, hold_draft, keep_draft
from dondoc.store.database import open_engine, reading, writing


def test_the_second_device_finds_what_the_first_one_kept(fresh_postgres_url: str) -> None:
    """SQLite has one writer: there the second waits anyway."""
    engine, now = open_engine(fresh_postgres_url), wall_clock()
    with writing(engine) as session:
        made = district(session)
        made.checkpoint(made.programme.created_at.date())
        person = made.people["an"].key

    def types(text: str) -> None:
        with writing(engine) as session:
            hold_draft(session, person, 1)
            before = find_draft(session, person, 1) or Draft()
            draft = before.with_text_beside(text, {"narrative": text}, now)
            keep_draft(session, person, 1, draft, now)

    with ThreadPoolExecutor(1) as threads:
        with writing(engine) as session:
            hold_draft(session, person, 1)
            other = threads.submit(types, "của máy khác")
            wait([other], 0.5)
            assert not other.done()
            draft = Draft().with_text_beside("x", {"narrative": "của máy này"}, now)
            keep_draft(session, person, 1, draft, now)
        other.result(30)
    with reading(engine) as session:
        kept = find_draft(session, person, 1)
    assert kept is not None
    texts = {beside.typed["narrative"] for beside in kept.beside}
    assert texts == {"của máy này", "của máy khác"}
    engine.dispose()
