from django.utils.translation import gettext_lazy as _

from communities.permissions import Permission
from communities.web.navigation import register_menu

register_menu(_("首页"), "communities:portal", order=0)
register_menu(_("人员与任职"), "communities:staff", Permission.STAFF_MANAGE, 80)
register_menu(_("下游密钥"), "communities:keys", Permission.KEYS_MANAGE, 85)
register_menu(_("访问记录"), "communities:trail", Permission.TRAIL_SEE, 90)
