"""The web process: `granian --interface wsgi config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("HUB_PROCESS", "web")
YOUNG = 20_000
application = get_wsgi_application()
# What is loaded by now stays; a request makes thousands of small objects and hardly a circle.
gc.freeze()
gc.set_threshold(YOUNG)
