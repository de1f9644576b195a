from django.utils.translation import gettext_lazy as _

from communities.permissions import Permission
from communities.web.navigation import register_menu

register_menu(_("查找居民"), "hub:find", Permission.RESIDENT_FIND, 10)
register_menu(_("事项办理"), "hub:matters", Permission.MATTER_FILE, 20)
register_menu(_("待核问题"), "hub:questions", Permission.QUESTION_SEE, 40)
register_menu(_("花名册导入"), "hub:imports", Permission.IMPORT_SHEET, 30)
register_menu(_("归口更正"), "hub:requests", Permission.QUESTION_SEE, 45)
