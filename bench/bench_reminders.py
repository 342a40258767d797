"""Reminding of 28,000 of 100,000 open items, beside the bare limit, Redmine and django-helpdesk.

The peers alone take four minutes; `--scale 10 --no-peers` is a quick look. See `--help`.
"""

import stopwatch  # noqa: F401 - it puts the project on the path
from reminders.run import main

if __name__ == "__main__":
    main()
