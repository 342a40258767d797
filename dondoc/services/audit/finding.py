"""One thing that an audit finds wrong, kept as a key of the catalogues and its parameters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: `key` names the words, `params` fill them in."""

    key: str
    params: dict[str, object]
