"""Keeps compiled modules in a folder of their own where none may lie beside the sources.

Without any, each of the processes that the tests start compiles all that it imports. Imported
before whatever is long.
"""

import os
import sys
from pathlib import Path

if sys.dont_write_bytecode:
    folder = str(Path(__file__).parents[2] / ".pytest_cache" / "bytecode")
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder
