"""A person's file to take along: one archive with JSON for programs and a workbook for people."""

import json
import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from dondoc.exports.tables import Cell, TableSheet, TableTitle, write_tables
from dondoc.i18n import Language, Translate
from dondoc.rendering import formats
from dondoc.services.personal_data.own_file.cells import FileValue, Word
from dondoc.services.personal_data.own_file.file import KindShown, OwnFile
from models.rules.checkpoints import HANOI


def archive(file: OwnFile, tr: Translate) -> bytes:
    """The archive. Nothing of other people is in it but what the person sees on pages as well."""
    name, packed = f"{tr('personal_data.file_name')}-{file.code}", BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(f"{name}.json", _as_json(file, tr))
        bundle.writestr(f"{name}.xlsx", _as_workbook(file, tr))
    return packed.getvalue()


def in_words(value: FileValue, tr: Translate) -> Cell:
    """A value as a cell of a table."""
    if isinstance(value, Word):
        return tr(f"{value.key}.{value.value}")
    if isinstance(value, bool):
        return tr("personal_data.yes" if value else "personal_data.no")
    return value


def as_text(value: FileValue, tr: Translate, lang: Language) -> str:
    """A value as a page says it."""
    match shown := in_words(value, tr):
        case datetime():
            return formats.moment(shown)
        case date():
            return formats.day(shown)
        case Decimal() | int():
            return formats.number(shown, lang)
    return shown or formats.NOTHING


def _as_json(file: OwnFile, tr: Translate) -> str:
    kinds = [_kind(each, tr) for each in file.kinds]
    whole = {"person": file.code, "name": file.name, "as_of": _plain(file.at), "kinds": kinds}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _kind(shown: KindShown, tr: Translate) -> dict[str, Any]:
    part = shown.part
    return {
        "kind": part.kind.value,
        "name": tr(f"personal_data.kind.{part.kind}"),
        "count": shown.count,
        "shown_at": shown.shown_at or None,
        "kept_months": shown.months,
        "rows": [
            {name: _plain(value) for name, value in zip(part.columns, row, strict=True)}
            for row in part.rows
        ],
    }


def _plain(value: FileValue) -> Any:
    match value:
        case Word():
            return value.value
        case datetime():
            return value.astimezone(HANOI).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
    return value


def _as_workbook(file: OwnFile, tr: Translate) -> bytes:
    about = tr("lists.export.as_of", at=formats.moment(file.at))
    first = TableSheet(
        TableTitle(tr("personal_data.title"), f"{file.name} ({file.code}). {about}"),
        tuple(tr(f"personal_data.column.{name}") for name in ("kind", "number", "page", "kept")),
        [
            (tr(f"personal_data.kind.{each.kind}"), each.count, each.shown_at,
             kept_words(each.months, tr))
            for each in file.kinds
        ],
    )  # fmt: skip
    sheets = [first]
    for each in file.kinds:
        title = tr(f"personal_data.kind.{each.kind}")
        headings = tuple(tr(f"personal_data.column.{name}") for name in each.part.columns)
        rows = [[in_words(value, tr) for value in row] for row in each.part.rows]
        sheets.append(TableSheet(TableTitle(title, about), headings, rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.xlsx"
        write_tables(path, sheets)
        return path.read_bytes()


def kept_words(months: int | None, tr: Translate) -> str:
    """For how long a kind is kept, or that nobody has ruled it."""
    return tr("personal_data.kept.unset") if months is None else tr("personal_data.kept", n=months)
