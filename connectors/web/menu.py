from django.utils.translation import gettext_lazy as _

from communities.permissions import Permission
from communities.web.navigation import register_menu

register_menu(_("外部系统"), "connectors:systems", Permission.SYSTEMS_SEE, 70)
