"""Tampering as somebody would do it who knows how history is kept, and what only a value shows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import district
from sqlalchemy import Connection, Engine, text
from sqlmodel import Session, select

from dondoc.clock import StoppedClock, at
from dondoc.i18n import translator
from dondoc.ledger.folding import ROW, differences_of
from dondoc.ledger.writing import page_digest
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.audit import Audit, verify
from dondoc.services.audit.sentences import finding_text, outside_of
from dondoc.services.history.events import digest_of
from dondoc.store.database import open_engine, writing
from models.assignment import Checkpoint
from models.event import Seal
from models.rules.checkpoints import Act

DUE = date(2022, 3, 31)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Engine:
    with writing(engine) as session:
        made = district(session)
        refs = [made.checkpoint(DUE), made.checkpoint(date(2022, 6, 30), expected=Decimal(40))]
    for ref in refs:
        does(engine, tmp_path, Act.REPORT, ref, "an", date(2022, 3, 1), value=Decimal(9))
    does(engine, tmp_path, Act.VERIFY, refs[0], "dung", date(2022, 3, 2), quality=Decimal(60))
    does(engine, tmp_path, Act.VERIFY, refs[1], "dung", date(2022, 3, 3), quality=Decimal(90))
    return engine


def does(engine: Engine, folder: Path, act: Act, ref: str, by: str, day: date, **said: Any) -> None:
    with writing(engine) as session:
        Recorder(session, at(day), folder).record(ActInput(act, ref, by, **said))
    advance(engine, StoppedClock(at(day)))


@contextmanager
def tampering(engine: Engine) -> Iterator[Connection]:
    """A connection that nothing keeps from changing history, and whose changes are undone."""
    with engine.execution_options(dondoc_writing=True).connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.driver_connection
        if sqlite:
            driver.execute("PRAGMA foreign_keys = OFF")
        with connection.begin() as transaction:
            if sqlite:
                named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                for (name,) in connection.execute(named).all():
                    connection.exec_driver_sql(f"DROP TRIGGER {name}")
            else:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield connection
            transaction.rollback()
        if sqlite:
            driver.execute("PRAGMA foreign_keys = ON")


def audit(connection: Connection, expected: str | None = None) -> Audit:
    with Session(bind=connection) as session:
        return verify(session, expected)


def test_rows_whose_numbers_are_swapped_are_found(office: Engine) -> None:
    with tampering(office) as connection:
        for old, new in ((1, 99), (2, 1), (99, 2)):
            connection.exec_driver_sql(f"UPDATE verification SET id = {new} WHERE id = {old}")
        found = list(differences_of(connection, "verification"))
        assert {(one.row_id, one.column) for one in found} >= {(1, "quality"), (2, "quality")}


def test_values_swapped_between_two_rows_are_found(office: Engine) -> None:
    with tampering(office) as connection:
        connection.exec_driver_sql("UPDATE verification SET quality = 1500000 - quality")
        found = list(differences_of(connection, "verification"))
        assert [(one.now, one.in_ledger) for one in found] == [("90", "60"), ("60", "90")]


def test_a_row_under_another_number_is_gone_and_slipped_in(office: Engine) -> None:
    with tampering(office) as connection:
        connection.exec_driver_sql("UPDATE holding SET id = 999 WHERE id = 1")
        found = [
            (difference.row_id, difference.column)
            for difference in differences_of(connection, "holding")
        ]
        assert found == [(1, ROW), (999, ROW)]


REWRITES = {
    "sqlite": (
        "CREATE TRIGGER kind_help AFTER UPDATE ON checkpoint WHEN NEW.expected > 15"
        " BEGIN UPDATE checkpoint SET expected = 1 WHERE id = NEW.id; END",
    ),
    "postgresql": (
        "CREATE FUNCTION kind_help() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.expected = 1; RETURN NEW; END $$",
        "CREATE TRIGGER kind_help BEFORE UPDATE ON checkpoint"
        " FOR EACH ROW EXECUTE FUNCTION kind_help()",
    ),
}


def test_a_trigger_that_rewrites_what_is_written_is_named(office: Engine) -> None:
    with tampering(office) as connection:
        for statement in REWRITES[office.dialect.name]:
            connection.exec_driver_sql(statement)
        said = [finding_text(finding, translator("vi")) for finding in audit(connection).findings]
    assert any("kind_help" in one and "mốc" in one for one in said)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has no rules
def test_a_rule_that_rewrites_what_is_written_is_named(office: Engine) -> None:
    with tampering(office) as connection:
        connection.exec_driver_sql(
            "CREATE RULE kind_rule AS ON UPDATE TO verification DO INSTEAD NOTHING"
        )
        named = [finding.params.get("trigger") for finding in audit(connection).findings]
    assert named == ["kind_rule"]


def test_what_is_changed_between_our_reading_and_our_writing_is_found(office: Engine) -> None:
    """On SQLite a writing transaction keeps everybody else out from its first moment."""
    with Session(office) as session:
        mine = session.exec(select(Checkpoint).where(Checkpoint.id == 1)).one()
        session.rollback() if office.dialect.name == "sqlite" else None
        with office.begin() as other:
            other.exec_driver_sql("UPDATE checkpoint SET expected = 10000 WHERE id = 1")
        mine.missing = True
        session.commit()
    with office.connect() as connection:
        named = [
            finding.params for finding in audit(connection).findings if "column" in finding.params
        ]
    assert [(one["column"], one["now"]) for one in named] == [("expected", "1")]


def test_only_a_value_kept_outside_shows_a_ledger_that_was_computed_anew(office: Engine) -> None:
    with tampering(office) as connection:
        kept = connection.execute(text("SELECT digest FROM seal ORDER BY day DESC")).scalars()
        kept_outside = next(iter(kept.all()))
        _raises_quality(connection)
        assert audit(connection).findings != ()
        _computes_anew(connection)
        alone = audit(connection)
        assert alone.findings == ()
        assert outside_of(alone, translator("en")).startswith(
            "Compared with the value kept outside: not given."
        )
        compared = audit(connection, kept_outside)
        assert [finding.key for finding in compared.findings] == ["audit.unknown_seal"]


def _raises_quality(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE verification SET quality = 1000000 WHERE id = 1")
    connection.exec_driver_sql(
        'UPDATE ledger_line SET change = replace(change, \'"quality":"60"\','
        " '\"quality\":\"100\"') WHERE row_table = 'verification'"
    )


def _computes_anew(connection: Connection) -> None:
    """Every page, and every seal among them, as the software itself would."""
    previous, anew = "", {"": ""}
    pages = "SELECT id, cause, digest FROM ledger_page ORDER BY id"
    query = text("SELECT row_table, row_id, change FROM ledger_line WHERE page_id = :p ORDER BY id")
    for page, cause, old in connection.execute(text(pages)).tuples().all():
        for table, key, _ in connection.execute(query, {"p": page}).tuples().all():
            if table == "seal":
                _seals_anew(connection, key, anew)
        lines = connection.execute(query, {"p": page}).tuples().all()
        digest = anew[old] = page_digest(previous, cause, lines)
        _set(connection, "ledger_page", page, previous=previous, digest=digest)
        previous = digest


def _set(connection: Connection, table: str, key: int, **values: str) -> None:
    sets = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(text(f"UPDATE {table} SET {sets} WHERE id = :key"), {**values, "key": key})


def _seals_anew(connection: Connection, key: int, anew: dict[str, str]) -> None:
    with Session(bind=connection) as session:
        seal = session.get_one(Seal, key)
        ledger, before, old = anew[seal.ledger], anew[seal.previous], seal.digest
        *_, digest = digest_of(session, seal.day, before, ledger)
        anew[old] = digest
        query = text("SELECT id, change FROM ledger_line WHERE row_table = 'seal' AND row_id = :k")
        ((line_id, said),) = connection.execute(query, {"k": key}).tuples().all()
        for value in (seal.ledger, seal.previous, old):
            said = said.replace(value, anew[value]) if value else said
    _set(connection, "ledger_line", line_id, change=said)
    _set(connection, "seal", key, ledger=ledger, previous=before, digest=digest)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it is copied as a file
def test_only_a_value_kept_outside_shows_that_an_older_copy_was_put_back(
    engine: Engine, office: Engine, tmp_path: Path
) -> None:
    """Tail of rows, ledger, events and seals alike: what is left is right in itself."""
    older = tmp_path / "older.sqlite"
    database = engine.url.database or ""
    with closing(sqlite3.connect(database)) as now, closing(sqlite3.connect(older)) as copied:
        now.backup(copied)
    with office.connect() as connection:
        before = connection.scalar(text("SELECT max(id) FROM ledger_page"))
    does(office, tmp_path, Act.EVALUATE, "CT01@LT/Q1", "giang", date(2022, 3, 8), reason="Họp")
    does(office, tmp_path, Act.EVALUATE, "CT02@LT/Q1", "giang", date(2022, 3, 9), reason="Họp")
    with office.connect() as connection:
        assert (connection.scalar(text("SELECT max(id) FROM ledger_page")) or 0) > before
        newest = connection.scalar(text("SELECT digest FROM seal ORDER BY day DESC LIMIT 1"))
    copy = open_engine(f"sqlite:///{older}")
    with copy.connect() as connection:
        alone = audit(connection)
        assert alone.findings == () and alone.outside is None
        assert [finding.key for finding in audit(connection, newest).findings] == [
            "audit.unknown_seal"
        ]
    copy.dispose()


def test_an_empty_value_from_outside_is_not_taken_for_none(office: Engine) -> None:
    with office.connect() as connection:
        assert [finding.key for finding in audit(connection, "").findings] == ["audit.unknown_seal"]


def test_a_value_from_outside_may_be_typed_with_capitals_and_blanks(office: Engine) -> None:
    with office.connect() as connection:
        seal = connection.scalar(text("SELECT digest FROM seal ORDER BY day DESC LIMIT 1"))
        compared = audit(connection, f" {seal.upper()} ")
    assert compared.findings == ()
    assert "khớp với niêm phong ngày" in outside_of(compared, translator("vi"))
