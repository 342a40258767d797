"""The key of a row in an address."""

from typing import Annotated

from fastapi import Path

Key = Annotated[int, Path(ge=1, le=2**31 - 1)]
"""What the database can hold: anything else is answered as if there were no such page."""
