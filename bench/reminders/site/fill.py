"""Makes a helpdesk whose tickets are all due for escalation; runs in the helpdesk's environment."""

import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402


def main(count: int) -> None:
    """Tickets of as many submitters, created ten days ago in a queue that escalates after two."""
    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate", verbosity=0)
    queue = Queue.objects.create(title="Hồ sơ", slug="ho-so", escalate_days=2)
    created = timezone.now() - timedelta(days=10)
    Ticket.objects.bulk_create(
        (
            Ticket(
                queue=queue,
                title="Tỷ lệ hồ sơ giải quyết đúng hạn",
                description="Báo cáo kết quả quý II",
                submitter_email=f"b{n}@bench.example",
                created=created,
                modified=created,
                priority=3,
                secret_key=f"{n:036}",
            )
            for n in range(count)
        ),
        batch_size=500,
    )
    # `created` is set by the model when a row is made.
    Ticket.objects.update(created=created)


if __name__ == "__main__":
    main(int(sys.argv[1]))
