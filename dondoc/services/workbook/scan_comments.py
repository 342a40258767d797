"""Finds the cells of an .xlsx that somebody commented on: a comment may say that a date moved."""

import posixpath
import re
import zipfile
from contextlib import suppress

from dondoc.services.workbook.scan_xlsx import (
    Notes,
    XmlAttributes,
    column_number,
    parse,
    sheet_parts,
)

MAX_COMMENTS = 10_000
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def note_comments(archive: zipfile.ZipFile, notes: dict[str, Notes]) -> None:
    """Adds to the notes of each sheet which cells carry a comment."""
    for name, part in sheet_parts(archive).items():
        for comments in _comment_parts(archive, part):

            def start(element: str, attrs: XmlAttributes, sheet_notes: Notes = notes[name]) -> None:
                address = _ADDRESS.fullmatch(attrs.get("ref", ""))
                if element == "comment" and address and len(sheet_notes.comments) < MAX_COMMENTS:
                    sheet_notes.comments.add((int(address[2]) - 1, column_number(address[1])))

            with suppress(KeyError), archive.open(comments) as stream:
                parse(stream, start)


def _comment_parts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """What the sheet's relations name as its comments."""
    folder, file = posixpath.split(part)
    found: list[str] = []

    def relation(name: str, attrs: XmlAttributes) -> None:
        if name == "Relationship" and attrs.get("Type", "").endswith("/comments"):
            target = posixpath.join("/", folder, attrs.get("Target", ""))
            found.append(posixpath.normpath(target).lstrip("/"))

    with suppress(KeyError), archive.open(f"{folder}/_rels/{file}.rels") as stream:
        parse(stream, relation)
    return found
