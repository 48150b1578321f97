"""What a browser says about itself → two coarse words, so that people know their own sessions again. Nothing exact."""

_FAMILIES = (
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrom", "Chrome"),
    ("safari", "Safari"),
)
_SYSTEMS = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("cros", "ChromeOS"),
    ("linux", "Linux"),
)


def coarse_name(user_agent: str) -> str:
    """`"Firefox, Windows"`; "" where nothing is known."""
    told = user_agent.casefold()
    words = (next((name for mark, name in table if mark in told), "") for table in (_FAMILIES, _SYSTEMS))
    return ", ".join(word for word in words if word)
