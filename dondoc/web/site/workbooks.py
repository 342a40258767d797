"""Workbooks as downloads."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from fastapi.responses import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, write: Callable[[Path], None]) -> Response:
    """What `write` puts into a file, under a name for the visitor's computer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write(path)
        content = path.read_bytes()
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=XLSX, headers=headers)
