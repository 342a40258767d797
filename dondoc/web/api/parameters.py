"""Parameters that several parts of the API share."""

from typing import Annotated

from fastapi import Path

EvaluatedPeriod = Annotated[str, Path(max_length=20, description="Q1, 03 (a month) or the year")]
