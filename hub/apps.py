from django.apps import AppConfig
from django.core.checks import Tags, register

from hub.checks import server_fits


class HubConfig(AppConfig):
    name = "hub"
    label = "hub"
    verbose_name = "社区数据中枢"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(server_fits, Tags.database)
