"""A database address in one line, as Django wants it."""

from urllib.parse import parse_qsl, unquote, urlsplit


def parse_database_url(url: str) -> dict[str, object]:
    """`postgresql://user:password@host:port/name?host=/socket/folder&sslmode=require`"""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
