"""Every row of the matrix of routes and roles."""

import importlib.util
from pathlib import Path

from matrix_rows import Row


def _rows() -> list[Row]:
    found: list[Row] = []
    for path in sorted((Path(__file__).parent / "matrix").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"matrix_{path.stem}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found.extend(module.ROWS)
    return found


ROWS = _rows()
