"""withdrawn: officials are told of a withdrawal; addresses that a plan brought are marked"""

import sqlalchemy as sa
from alembic import op

from dondoc.migrations.known_values import allow

revision = "20261125_withdrawn"
down_revision = "20261124_reminders"
branch_labels = None
depends_on = None

_KINDS = (
    "deadline", "assigned", "not_acknowledged", "opened", "returned", "due_changed", "refused",
    "verification_waiting", "extension_decided", "no_committee", "unreachable", "by_hand",
    "extension_asked", "withdrawn",
)  # fmt: skip


def upgrade() -> None:
    allow("nudge", "kind", _KINDS)
    column: sa.Column[bool] = sa.Column(
        "from_plan", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("contact", column)
    _mark_contacts()


def _mark_contacts() -> None:
    """A plan brings mail addresses in use at once; whoever adds their own confirms one first.

    History says of each person whether they ever confirmed one. Where they did, the address
    may be private: all of theirs count as their own until a plan names one again.
    """
    connection = op.get_bind()
    event = sa.table("event", *map(sa.column, ("kind", "actor_id")), sa.column("data", sa.JSON()))
    query = sa.select(event.c.actor_id, event.c.data).where(event.c.kind == "settings_changed")
    own = {
        row.actor_id
        for row in connection.execute(query)
        if (row.data or {}).get("what") == "contact_confirmed"
    }
    names = ("id", "person_id", "channel", "confirmed_at", "from_plan")
    contact = sa.table("contact", *map(sa.column, names))
    found = sa.select(contact.c.id, contact.c.person_id).where(
        contact.c.channel == "mail", contact.c.confirmed_at.is_not(None)
    )
    for key, person_id in connection.execute(found).all():
        if person_id not in own:
            mark = sa.update(contact).where(contact.c.id == key)
            connection.execute(mark.values(from_plan=True))
