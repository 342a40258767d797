"""Where the example plan lies: beside the packages in a checkout or an installed archive."""

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "examples"

SAMPLE_PLAN = _FOLDER / "vinh-phuc-2022.xlsx"
SAMPLE_ACTS = _FOLDER / "vinh-phuc-2022-acts.toml"
