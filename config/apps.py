from django.apps import AppConfig

from config.celery import app as celery_app
from config.memory import keep_what_is_loaded

__all__ = ["SwitchboardConfig", "celery_app"]


class SwitchboardConfig(AppConfig):
    """Settings, addresses, timetable and commands."""

    name = "config"
    verbose_name = "总台"

    def ready(self) -> None:
        keep_what_is_loaded()
