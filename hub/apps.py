from django.apps import AppConfig
from django.core.checks import Tags, register

from communities.known_fields import KnownField, register_fields
from communities.voices import register_voices
from hub.checks import server_fits
from hub.fields import DECLARED, DERIVED, HUB
from hub.selectors.codes import codes_of

OURS = (HUB, DERIVED)


class HubConfig(AppConfig):
    name = "hub"
    label = "hub"
    verbose_name = "社区数据中枢"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(server_fits, Tags.database)
        register_fields(
            KnownField(one.name, one.label, one.label_en, one.category, one.level)
            for fields in DECLARED.values()
            for one in fields.values()
        )
        systems = codes_of("external_system").values()
        register_voices(
            {one.code: (one.label, one.label_en) for one in systems if one.code not in OURS}
        )
