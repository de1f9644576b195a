from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "hub"
    label = "hub"
    verbose_name = "社区数据中枢"
    default_auto_field = "django.db.models.BigAutoField"
