"""Drafts a migration: `python -m dondoc.migrations.draft "what changes"` (`make migration`).

The models are compared with an empty database that has every migration so far. What comes out
is a draft: read it, and write by hand what a comparison cannot see (data, triggers, CHECKs, and
what a new column says in the rows that are there already: its `server_default`).
"""

import re
import sys
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

from alembic import command
from alembic.config import Config

from dondoc.clock import wall_clock
from dondoc.store.database import open_engine
from dondoc.store.migrate import MIGRATIONS, upgrade
from models.rules.checkpoints import local_date

LONGEST_STEP = 32
"""Letters of a step's name: Alembic's own table holds no more, which only PostgreSQL minds."""


def draft(what: str, day: date, folder: Path | None = None) -> Path:
    """Writes YYYYMMDD_name_what.py into `folder` (None: beside the others) and says where.

    Raises ValueError when `what` has no letter or digit to name a file by.
    """
    name = slug(what)
    if not name:
        raise ValueError("say in a few words what changes")
    versions = MIGRATIONS / "versions"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    places = dict.fromkeys((versions, folder or versions))
    config.set_main_option("version_locations", "\n".join(map(str, places)))
    config.set_main_option("file_template", "%%(rev)s")
    _format_it(config)
    with tempfile.TemporaryDirectory() as empty:
        engine = open_engine(f"sqlite:///{Path(empty) / 'empty.sqlite'}")
        upgrade(engine)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            made = command.revision(
                config,
                message=what.strip(),
                autogenerate=True,
                rev_id=f"{day:%Y%m%d}_{name}",
                version_path=str(folder or versions),
            )
        engine.dispose()
    assert made is not None and not isinstance(made, list)  # one head, so one file
    return Path(made.path)


def _format_it(config: Config) -> None:
    """The file as the linter wants it."""
    ruff = Path(sys.executable).with_name("ruff")
    options = {
        "hooks": "ruff",
        "ruff.type": "exec",
        "ruff.executable": str(ruff),
        "ruff.options": "format --quiet REVISION_SCRIPT_FILENAME",
    }
    for name, value in options.items() if ruff.exists() else ():
        config.set_section_option("post_write_hooks", name, value)


def slug(what: str) -> str:
    """Up to five words of a title, without marks, joined by underscores: as many as fit a step."""
    plain = unicodedata.normalize("NFKD", what.lower().replace("đ", "d"))
    letters = "".join(text for text in plain if not unicodedata.combining(text))
    words = re.findall(r"[a-z0-9]+", letters)[:5]
    most = LONGEST_STEP - len("YYYYMMDD_")
    while len(words) > 1 and len("_".join(words)) > most:
        words.pop()
    return "_".join(words)[:most]


def main(arguments: list[str]) -> int:
    """Entry point: 0 done, 2 when nothing was said."""
    if len(arguments) != 1 or not slug(arguments[0]):
        sys.stderr.write('python -m dondoc.migrations.draft "what changes"\n')
        return 2
    sys.stdout.write(f"{draft(arguments[0], local_date(wall_clock()))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
