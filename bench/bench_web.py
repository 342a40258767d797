"""Pages over 100,000 assignments on PostgreSQL, beside Redmine's list of issues. See `--help`."""

import stopwatch  # noqa: F401 - it puts the project on the path
from pages.run import main

if __name__ == "__main__":
    main()
