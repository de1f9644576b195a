"""The web process: `granian --interface wsgi config.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from config.chunks import count_chunks
from config.memory import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("HUB_PROCESS", "web")
# A terminal behind a proxy is known by what a proxy of ours says of it, and by nobody else's word.
application = wrap_wsgi_with_proxy_headers(
    count_chunks(get_wsgi_application(), within="/api/", most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    trusted_hosts=settings.HUB_PROXIES,
)
keep_what_is_loaded()
