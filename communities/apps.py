from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"
    label = "communities"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "社区与人员"
