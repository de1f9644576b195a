from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectorsConfig(AppConfig):
    name = "connectors"
    verbose_name = _("外部系统对接")
    default_auto_field = "django.db.models.BigAutoField"
