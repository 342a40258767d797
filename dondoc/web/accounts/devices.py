"""Which device a session is on, in words its owner recognises."""

_SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("cros", "ChromeOS"),
    ("linux", "Linux"),
)
_BROWSERS = (
    ("edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("zalo", "Zalo"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
"""The first that is named counts: many browsers name others besides themselves."""


def device_name(user_agent: str) -> str:
    """`Chrome, Windows`; what a browser says of itself where it is unknown; empty for none."""
    sentence = user_agent.casefold()
    names = [
        next((name for mark, name in known if mark in sentence), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(text for text in names if text) or user_agent[:40]
