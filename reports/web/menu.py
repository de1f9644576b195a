from django.utils.translation import gettext_lazy as _

from communities.permissions import Permission
from communities.web.navigation import register_menu

register_menu(_("统计报表"), "reports:list", Permission.REPORT_SEE, 30)
