"""What a position is to its unit where nobody has said so: what its title says."""

DEPUTY_TITLE = "phó "
"""How the title of whoever stands beside a head begins."""


def is_deputy_title(title: str) -> bool:
    """Whether a title is that of a deputy head, such as `Phó Chánh Văn phòng`."""
    return title.strip().casefold().startswith(DEPUTY_TITLE)
