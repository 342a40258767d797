"""What the tests of the web share; it lies in sites.py, because every folder has a conftest."""

from sites import (
    SAME_SITE,
    Site,
    bare_site,
    open_site,
    person_id,
    sample_home,
    shown,
    site,
)

__all__ = [
    "SAME_SITE",
    "Site",
    "bare_site",
    "open_site",
    "person_id",
    "sample_home",
    "shown",
    "site",
]
