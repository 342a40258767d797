"""A reminder may speak to the head of the unit above, and climbs to them where nobody is below."""

from dondoc.migrations.known_values import allow

revision = "20261129_heads_of_units_above"
down_revision = "20261129_telephones"
branch_labels = None
depends_on = None

_AUDIENCES = (
    "lead",
    "coordinating",
    "unit_head",
    "committee_secretary",
    "committee_head",
    "parent_head",
    "secretariat",
    "standing_committee",
)


def upgrade() -> None:
    allow("nudge", "audience", _AUDIENCES)
    allow("ladder_step", "audience", _AUDIENCES)
