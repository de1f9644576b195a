"""The web process: `granian --interface wsgi config.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from config.bodies import LEFT_TO_PAGES, THREADS, Doorway, whole_bodies
from config.memory import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("HUB_PROCESS", "web")
doorway = Doorway(room=THREADS - LEFT_TO_PAGES, share=3, patience=0.5)
# A terminal behind a proxy is known by what a proxy of ours says of it, and by nobody else's word.
application = wrap_wsgi_with_proxy_headers(
    whole_bodies(get_wsgi_application(), doorway=doorway),
    trusted_hosts=settings.HUB_PROXIES,
)
keep_what_is_loaded()
