"""The web process: `granian --interface wsgi config.wsgi:application`."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("HUB_PROCESS", "web")
YOUNG = 20_000
# A terminal behind a proxy is known by what a proxy of ours says of it, and by nobody else's word.
application = wrap_wsgi_with_proxy_headers(
    get_wsgi_application(), trusted_hosts=settings.HUB_PROXIES
)
# What is loaded by now stays; a request makes thousands of small objects and hardly a circle.
gc.freeze()
gc.set_threshold(YOUNG)
