from django.apps import AppConfig

from config.celery import app as celery_app

__all__ = ["SwitchboardConfig", "celery_app"]


class SwitchboardConfig(AppConfig):
    """Settings, addresses, timetable and commands."""

    name = "config"
    verbose_name = "总台"
