"""What `dondoc doctor` looks at in the database and the files that belong to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.cli.output import progress_bar
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from dondoc.settings import Settings

_MAX_NAMED = 10
"""Damaged files that are named here; the audit names all."""


@dataclass(frozen=True)
class Result:
    """What one check found; `ok` None: nothing wrong, but worth knowing."""

    name: str
    ok: bool | None
    text: str


def of_database(settings: "Settings") -> Iterator[Result]:
    """The checks of a database that is there."""
    database = checked("database", lambda: _database(settings))
    yield database
    if database.ok:
        yield _old_grades(settings)
        yield checked("acts", lambda: _acts(settings))
        yield checked("facts", lambda: _facts(settings))
    yield checked("codes", lambda: _codes(settings))
    yield checked("key", lambda: _key(settings))
    yield checked("evidence", lambda: _evidence(settings))


def checked(name: str, check: Callable[[], str]) -> Result:
    """A check that fails says why; it never ends the others."""
    from dondoc.channels.errors import ChannelError
    from dondoc.errors import DondocError
    from dondoc.vault import VaultError

    try:
        return Result(name, True, check())
    except VaultError as error:
        return Result(name, False, tr(error.key, **error.params))
    except DondocError as error:
        return Result(name, False, error.text(tr))
    except ChannelError as error:
        return Result(name, False, error.message(tr))
    except Exception as error:
        return Result(name, False, str(error).strip().splitlines()[0])


def _database(settings: "Settings") -> str:
    from sqlmodel import col, select

    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace
    from models.programme import Programme

    workplace = open_workplace(settings)
    with reading(workplace.engine) as session:
        years = session.exec(select(col(Programme.year)).order_by(col(Programme.year))).all()
    kind = workplace.engine.dialect.name
    sentence = ", ".join(str(year) for year in years) or tr("cli.doctor.no_programme")
    text = tr("cli.doctor.database_ok", kind=kind, programmes=sentence)
    if not workplace.sample:
        return text
    return f"{text} {tr('cli.sample', day=f'{workplace.clock().today():%d/%m/%Y}')}"


def _codes(settings: "Settings") -> str:
    """Whether every person is told from every other by their code, whatever its case."""
    from dondoc.errors import BadInput
    from dondoc.services.organisation.person_codes import clashes
    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace

    with reading(open_workplace(settings).engine) as session:
        pairs = clashes(session)
    if pairs:
        codes = "; ".join(", ".join(pair) for pair in pairs)
        raise BadInput("cli.doctor.codes_clash", n=len(pairs), codes=codes)
    return tr("cli.doctor.codes_ok")


def _old_grades(settings: "Settings") -> Result:
    """What was evaluated with points though it is not done: said, never changed."""
    from dondoc.services.boards.old_grades import old_grades
    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace

    with reading(open_workplace(settings).engine) as session:
        grades = old_grades(session)
    if not grades:
        return Result("old_grades", True, tr("cli.doctor.old_grades_ok"))
    refs = ", ".join(f"{grade.ref} ({grade.year})" for grade in grades)
    return Result("old_grades", None, tr("cli.doctor.old_grades_named", n=len(grades), refs=refs))


def _acts(settings: "Settings") -> str:
    """Whether what people recorded is applied."""
    from dondoc.errors import BadInput
    from dondoc.rendering import formats
    from dondoc.services.operations.acts_waiting import acts_waiting, refs_waiting
    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace

    workplace = open_workplace(settings)
    with reading(workplace.engine) as session:
        now = workplace.clock().now()
        waiting, refs = acts_waiting(session, now), refs_waiting(session, now)
    if waiting is None:
        return tr("cli.doctor.acts_ok")
    raise BadInput(
        "cli.doctor.acts_waiting",
        n=waiting.count,
        since=formats.moment(waiting.since),
        refs=", ".join(refs),
    )


def _facts(settings: "Settings") -> str:
    """Whether what every checkpoint's due state is made of can be read."""
    from dondoc.errors import BadInput
    from dondoc.services.work.unreadable import refs_unreadable
    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace

    with reading(open_workplace(settings).engine) as session:
        refs = refs_unreadable(session)
    if refs:
        raise BadInput("cli.doctor.facts_unreadable", n=len(refs), refs=", ".join(refs))
    return tr("cli.doctor.facts_ok")


def _key(settings: "Settings") -> str:
    """Whether the secret key opens what is stored: without it nobody can be written to."""
    from dondoc.errors import BadInput
    from dondoc.services.operations.reseal import openable
    from dondoc.vault import vault
    from dondoc.workplace import open_workplace

    vault(settings)
    resealed = openable(open_workplace(settings).engine)
    if resealed.lost:
        raise BadInput(
            "cli.doctor.key_lost", lost=resealed.lost, total=resealed.done + resealed.lost
        )
    return tr("cli.doctor.key_ok", n=resealed.done)


def _evidence(settings: "Settings") -> str:
    """Whether every file that was sent in is there, byte by byte."""
    from dondoc.errors import BadInput
    from dondoc.services.audit import check_evidence
    from dondoc.services.audit.sentences import finding_text
    from dondoc.workplace import open_workplace

    workplace = open_workplace(settings)
    with progress_bar(tr("cli.evidence.checking")) as progress:
        check = check_evidence(workplace.engine, workplace.evidence, progress)
    if check.findings:
        shown = "; ".join(finding_text(finding, tr) for finding in check.findings[:_MAX_NAMED])
        more = len(check.findings) - _MAX_NAMED
        text = f"{shown}; {tr('audit.more', n=more)}" if more > 0 else shown
        damaged = len(check.findings)
        raise BadInput("cli.doctor.evidence_damaged", n=damaged, total=check.files, which=text)
    return tr("cli.doctor.evidence_ok", n=check.files)
