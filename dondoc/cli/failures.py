"""What a person is told when a command fails: never a traceback."""

import errno
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dondoc.cli.wording import tr
from dondoc.store.attempts import note_done, repeated

if TYPE_CHECKING:
    from pydantic import ValidationError

DONE, REFUSED, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3


def say(text: str) -> None:
    """Writes to standard error."""
    typer.echo(text, err=True)


def read_line() -> str:
    """A line of standard input: what is read once cannot be read again."""
    note_done()
    return typer.get_text_stream("stdin").readline().strip()


def reported(app: typer.Typer) -> int:
    """Runs the command line and turns whatever happens into words and an exit code."""
    from dondoc.cli.usage import in_own_words

    try:
        code = repeated(lambda: in_own_words(app).main(standalone_mode=False))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        code = _CTRL_C
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has enough of it
        return DONE
    except Exception as error:
        return _explain(error)
    if code == _CTRL_C:
        say(tr("cli.interrupted"))
        return REFUSED
    return code if isinstance(code, int) else DONE


_CTRL_C = 130
"""How the library answers Ctrl+C."""


def _explain(error: Exception) -> int:
    """Says what is wrong and gives the exit code."""
    from dondoc.cli.usage import Mistake, mistake_text
    from dondoc.errors import DondocError, Refused
    from dondoc.services.acts.refusals import explain_refusal

    if isinstance(error, Mistake):
        say(mistake_text(error))
        return BAD_INPUT
    if isinstance(error, DondocError):
        for each in (error, *error.others):
            say(explain_refusal(each, tr) if isinstance(each, Refused) else each.text(tr))
        return REFUSED if isinstance(error, Refused) else BAD_INPUT
    return _explain_outside(error)


def _explain_outside(error: Exception) -> int:
    """What comes from settings, the database or the file system."""
    from pydantic import ValidationError
    from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, StatementError

    from dondoc.errors import BadInput
    from dondoc.vault import VaultError
    from models.rules.calendar import OutsideCalendarError

    code = BAD_INPUT
    if isinstance(error, StatementError) and isinstance(error.orig, VaultError):
        error = error.orig  # it failed while a value was sealed for a statement
    match error:
        case VaultError():
            say(tr(error.key, **error.params))
        case OutsideCalendarError():
            outside = {"found": error.day, "first": error.first, "last": error.last}
            say(BadInput("act.day_range", **outside).text(tr))
        case ValidationError():
            _say_settings(error)
        case DBAPIError():
            say(tr("cli.database", why=_first_line(error.orig or error)))
            code = REFUSED
        case ArgumentError() | NoSuchModuleError():
            say(tr("cli.bad_setting", name="DONDOC_DATABASE_URL", why=tr("cli.no_database_url")))
        case OSError():
            say(tr("cli.file", file=error.filename or "", why=_file(error)))
        case _:
            say(tr("cli.our_fault", log=_keep(error)))
            code = OUR_FAULT
    return code


def _say_settings(error: "ValidationError") -> None:
    for row in error.errors():
        name = "DONDOC_" + "_".join(str(part) for part in row["loc"]).upper()
        say(tr("cli.bad_setting", name=name, why=_setting(row["type"], row["msg"])))


def _setting(kind: str, message: str) -> str:
    """Why a setting is refused; the checker's own English where it says something unforeseen."""
    key = f"cli.setting.{kind}"
    return message if tr(key) == key else tr(key)


def _file(error: OSError) -> str:
    """Why a file cannot be used; the system's own words where they are unforeseen."""
    key = f"cli.file.{errno.errorcode.get(error.errno or 0, '').lower()}"
    return error.strerror or str(error) if tr(key) == key else tr(key)


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _keep(error: Exception) -> Path:
    """Writes the traceback where whoever helps can find it."""
    name = f"error-{datetime.now().astimezone():%Y%m%d-%H%M%S}.log"
    text = "".join(traceback.format_exception(error))
    try:
        from dondoc.settings import Settings

        return _write(Settings().root / "logs" / name, text)
    except (OSError, ValueError):  # a data folder that cannot be used may be the very cause
        return _write(Path(tempfile.gettempdir()) / "dondoc" / name, text)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
