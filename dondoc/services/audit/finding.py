"""What an audit comes upon."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: `key` names the words, `params` fill them in."""

    key: str
    params: dict[str, object]
