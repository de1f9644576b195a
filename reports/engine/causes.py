"""What the causes of membership events and the kinds of other events are called."""

from django.utils.translation import gettext_lazy as _

CAUSES = {
    "opening": _("期初"),
    "register": _("登记入户"),
    "hk_out": _("户口迁出"),
    "cancel": _("注销"),
    "arrive": _("入住"),
    "leave": _("离开"),
    "transfer_in": _("移交接收"),
    "transfer_out": _("转出"),
    "death": _("死亡"),
    "correct": _("更正"),
    "merge": _("合并"),
    "split": _("拆分"),
    "undo": _("撤销"),
    "cert": _("资格认证"),
}
