"""A quick page while exports run, with the quick lane and without it, in turns. See `--help`."""

import stopwatch  # noqa: F401 - it puts the project on the path
from pages.lanes import main

if __name__ == "__main__":
    main()
