"""What the access log's actions are called."""

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, object] = {
    "sign_in": _("登录"), "password_change": _("修改口令"), "refused": _("越权被拒"),
    "find": _("查找"), "profile": _("查看全貌"), "unmask": _("查看完整值"),
    "export": _("导出"), "feed": _("读取变更"), "lookup": _("接口查询"), "drill": _("打开名单"),
    "matter": _("办理事项"), "correct": _("更正"), "import": _("导入"), "trail": _("查看日志"),
    "staff_hire": _("新增账号"), "staff_disable": _("停用账号"), "staff_enable": _("启用账号"),
    "posting_grant": _("授予任职"), "posting_end": _("结束任职"), "key_grant": _("新建密钥"),
    "key_revoke": _("停用密钥"), "areas_load": _("载入区划"),
    "confirm": _("确认报表"), "restate": _("更正报表"),
}  # fmt: skip
