"""What a person is told when a command fails: never a traceback."""

import sys
import traceback
from datetime import datetime
from pathlib import Path

import typer

from dondoc.cli.words import tr

DONE, REFUSED, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3


def say(text: str) -> None:
    """Writes to standard error."""
    typer.echo(text, err=True)


def reported(app: typer.Typer) -> int:
    """Runs the command line and turns whatever happens into words and an exit code."""
    try:
        app()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else BAD_INPUT
    except KeyboardInterrupt:
        say(tr("cli.interrupted"))
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has enough of it
        return DONE
    except Exception as error:
        return _told(error)
    return DONE


def _told(error: Exception) -> int:
    """Says what is wrong and gives the exit code."""
    from dondoc.services.errors import DondocError, Refused
    from dondoc.services.words import explain_refusal

    if isinstance(error, Refused):
        say(explain_refusal(error, tr))
        return REFUSED
    if isinstance(error, DondocError):
        say(error.text(tr))
        return BAD_INPUT
    return _told_outside(error)


def _told_outside(error: Exception) -> int:
    """What comes from settings, the database or the file system."""
    from pydantic import ValidationError
    from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

    code = BAD_INPUT
    match error:
        case ValidationError():
            for one in error.errors():
                name = "DONDOC_" + "_".join(str(part) for part in one["loc"]).upper()
                say(tr("cli.bad_setting", name=name, why=one["msg"]))
        case DBAPIError():
            say(tr("cli.database", why=_first_line(error.orig or error)))
            code = REFUSED
        case ArgumentError() | NoSuchModuleError():
            say(tr("cli.bad_setting", name="DONDOC_DATABASE_URL", why=tr("cli.no_database_url")))
        case OSError():
            say(tr("cli.file", file=error.filename or "", why=error.strerror or str(error)))
        case _:
            say(tr("cli.our_fault", log=_keep(error)))
            code = OUR_FAULT
    return code


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _keep(error: Exception) -> Path:
    """Writes the traceback where whoever helps can find it."""
    from dondoc.settings import Settings

    folder = Settings().root / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"error-{datetime.now().astimezone():%Y%m%d-%H%M%S}.log"
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return path
