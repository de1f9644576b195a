"""Every switch of the product; what differs between machines comes from the environment."""

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.database_url import parse_database_url

ROOT = Path(__file__).resolve().parent.parent
HUB_VAR = Path(os.environ.get("HUB_VAR", ROOT / "var"))
HUB_KEY_FILE = os.environ.get("HUB_KEY_FILE", str(HUB_VAR / "keys" / "hub.key"))
HUB_CITY_PREFIX = os.environ.get("HUB_CITY_PREFIX", "4201")
HUB_SYSTEMS_FILE = Path(os.environ.get("HUB_SYSTEMS_FILE", HUB_VAR / "systems.json"))


def read_key() -> str:
    if key := os.environ.get("HUB_SECRET_KEY"):
        return key
    try:
        sealed = Path(HUB_KEY_FILE).read_bytes()
    except OSError:
        return secrets.token_hex(32)
    return hashlib.sha256(b"sessions and forms:" + sealed).hexdigest()


def read_systems() -> dict[str, dict[str, Any]]:
    """Address, user and secret of every outside system, by the system's code."""
    try:
        told = json.loads(HUB_SYSTEMS_FILE.read_text())
    except OSError:
        return {}
    except ValueError as trouble:
        where = f"第 {trouble.lineno} 行" if isinstance(trouble, json.JSONDecodeError) else "编码"
        raise ImproperlyConfigured(
            f"HUB_SYSTEMS_FILE（{HUB_SYSTEMS_FILE}）不是正确的 JSON，请检查{where}。"
            " HUB_SYSTEMS_FILE is no JSON."
        ) from trouble
    if not isinstance(told, dict) or not all(isinstance(one, dict) for one in told.values()):
        raise ImproperlyConfigured(
            f"HUB_SYSTEMS_FILE（{HUB_SYSTEMS_FILE}）应按系统代码逐个写明地址和用户。"
            " HUB_SYSTEMS_FILE gives one object for each system's code."
        )
    return told


def number(name: str, default: int) -> int:
    told = os.environ.get(name, str(default))
    if not (told.isascii() and told.isdigit() and int(told)):
        raise ImproperlyConfigured(f"{name} 应是大于 0 的整数。 {name} is a whole number above 0.")
    return int(told)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


SECRET_KEY = read_key()
DEBUG = os.environ.get("HUB_DEBUG") == "1"
ALLOWED_HOSTS = [*words("HUB_HOSTS"), "localhost", "127.0.0.1", "[::1]"]  # the machine itself asks
CSRF_TRUSTED_ORIGINS = words("HUB_ORIGINS")
HUB_PROXIES = words("HUB_PROXIES")

HUB_SYSTEMS = read_systems()
HUB_EGRESS_ALLOW = words("HUB_EGRESS_ALLOW") + [
    str(place) for system in HUB_SYSTEMS.values() for place in system.get("egress", [])
]

INSTALLED_APPS = [
    "config",
    "communities",
    "hub",
    "connectors",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "import_export",
]
AUTH_USER_MODEL = "communities.Staff"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "communities.web.gate.Gate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "communities.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "communities.web.frame.frame",
            ],
        },
    }
]

# The web process pools its connections; a command or a worker keeps the one it has.
WEB = os.environ.get("HUB_PROCESS") == "web"
DATABASE_ADDRESS = os.environ.get(
    "HUB_OWNER_DATABASE_URL" if os.environ.get("HUB_DB_ROLE") == "owner" else "DATABASE_URL",
    os.environ.get("DATABASE_URL", "postgresql:///hub"),
)
HUB_REPORT_DATABASE_URL = os.environ.get("HUB_REPORT_DATABASE_URL", "")
DATABASE = parse_database_url(DATABASE_ADDRESS)
DATABASES = {
    "default": {
        **DATABASE,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0 if WEB else None,
        "TIME_ZONE": "Asia/Shanghai",
        "TEST": {"NAME": os.environ.get("HUB_TEST_DATABASE", "test_hub")},
        "OPTIONS": {
            **DATABASE["OPTIONS"],  # type: ignore[dict-item] # a dictionary by construction
            **({"pool": {"min_size": 2, "max_size": 16, "timeout": 3}} if WEB else {}),
        },
    }
}

SESSION_ENGINE = "communities.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
HUB_SESSION_IDLE_MINUTES = number("HUB_SESSION_IDLE_MINUTES", 30)
HUB_SESSION_HOURS = number("HUB_SESSION_HOURS", 12)
HUB_PASSWORD_POLICY = os.environ.get("HUB_PASSWORD_POLICY", "mlps")
CSRF_FAILURE_VIEW = "communities.web.troubles.form_expired"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
HTTPS = os.environ.get("HUB_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked on the machine, past the proxy
# Other names of the city's domain and the browsers' preload list are the city's own to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HUB_VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing folder
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

CELERY_BROKER_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "communities.api.wording.TwoLanguages",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "社区数据中枢",
    "VERSION": "1.0.0",
}

# What these say of a call is its whole address, with a password that stands in it, and cookies.
TELL_ADDRESSES = ("httpx", "httpcore")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in TELL_ADDRESSES},
    "root": {"handlers": ["stderr"], "level": os.environ.get("HUB_LOG_LEVEL", "WARNING")},
}
