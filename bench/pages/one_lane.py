"""Our pages without the quick lane: all requests share the threads of the server."""

from anyio.to_thread import current_default_thread_limiter

from dondoc.web.__main__ import main
from dondoc.web.site import lanes

lanes._limiter = current_default_thread_limiter

if __name__ == "__main__":
    main()
