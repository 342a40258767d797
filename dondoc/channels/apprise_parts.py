"""The parts of Apprise that are used here, in one place.

Apprise says that it is typed and mostly is not, so a strict type checker stumbles over each
call; here its parts are declared to be of any type, once.
"""

import warnings
from typing import Any

with warnings.catch_warnings():
    # Its optional parts import modules that Python has deprecated; where warnings are errors
    # (our tests), they would keep Apprise from loading at all.
    warnings.simplefilter("ignore", DeprecationWarning)
    import apprise
    import requests as _requests  # what Apprise itself speaks HTTP with
    from apprise import plugins
    from apprise.plugins.email.base import NotifyEmail as _NotifyEmail
    from apprise.utils.parse import is_email as _is_email

PLUGINS: Any = plugins.N_MGR
Apprise: Any = apprise.Apprise
AppriseAsset: Any = apprise.AppriseAsset
LogCapture: Any = apprise.LogCapture
NotifyBase: Any = plugins.NotifyBase
NotifyEmail: Any = _NotifyEmail
is_email: Any = _is_email
requests: Any = _requests
TEXT: Any = apprise.NotifyFormat.TEXT
