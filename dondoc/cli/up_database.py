"""The database that `dondoc up` works on: a real one, or the sample's, made where it is missing."""

from datetime import date
from typing import TYPE_CHECKING

import typer

from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from dondoc.settings import Settings
    from dondoc.workplace import Workplace


def database_of(settings: "Settings", no_sample: bool) -> str:
    """Which embedded database: the sample's unless a real one is wanted or there already."""
    from dondoc.workplace import REAL_DATABASE, SAMPLE_DATABASE

    real = settings.root / f"{REAL_DATABASE}.sqlite"
    if settings.uses_real_database or no_sample or real.exists():
        return REAL_DATABASE
    return SAMPLE_DATABASE


def prepare(settings: "Settings", name: str, as_of: date | None) -> "Workplace":
    """Opens the database; a sample that is not there yet is made from the example."""
    from dondoc.errors import Refused
    from dondoc.services.sample.fill import SAMPLE_DAY
    from dondoc.workplace import SAMPLE_DATABASE, make_sample, open_workplace

    if name != SAMPLE_DATABASE:
        if as_of is not None:
            raise Refused("cli.as_of_only_sample")
        return open_workplace(settings, name)
    if not (settings.root / f"{name}.sqlite").exists():
        _make_sample(settings, as_of or SAMPLE_DAY)
    workplace = open_workplace(settings, name)
    return workplace if as_of is None else make_sample(workplace, as_of)


def _make_sample(settings: "Settings", day: date) -> None:
    """Fills a database under another name first: a sample is there whole or not at all."""
    from dondoc.clock import at, wall_clock
    from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
    from dondoc.services.sample.accounts import give_accounts
    from dondoc.services.sample.fill import fill
    from dondoc.services.sample.script import read_script
    from dondoc.store.database import writing
    from dondoc.workplace import SAMPLE_DATABASE, make_sample, open_workplace

    typer.echo(tr("cli.up.filling"))
    unfinished = f"{SAMPLE_DATABASE}-unfinished"
    for rest in settings.root.glob(f"{unfinished}.sqlite*"):
        rest.unlink()
    workplace = make_sample(open_workplace(settings, unfinished), day)
    acts = read_script(SAMPLE_ACTS)
    done = fill(workplace.engine, SAMPLE_PLAN, acts, at(day, 0), workplace.evidence)
    with writing(workplace.engine) as session:
        give_accounts(session, wall_clock())
    workplace.engine.dispose()
    made = settings.root / f"{unfinished}.sqlite"
    made.replace(settings.root / f"{SAMPLE_DATABASE}.sqlite")
    typer.echo(tr("cli.up.filled", count=done.recorded))
