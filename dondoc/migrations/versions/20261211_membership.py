"""Somebody can be taken out of a round of evaluation, put back, moved in it, and brought in."""

from dondoc.migrations.known_values import allow

revision = "20261211_membership"
down_revision = "20261211_deputy_heads"
branch_labels = None
depends_on = None

_KINDS = (
    "self_assessed", "commented", "proposed", "decided", "requested", "request_withdrawn",
    "answered", "taken_out", "put_back", "moved", "brought_in",
)  # fmt: skip


def upgrade() -> None:
    allow("evaluation_dossier_step", "kind", _KINDS)
