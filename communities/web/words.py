"""What the access log's actions are called."""

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, object] = {
    "sign_in": _("登录"), "password_change": _("修改口令"), "password_reset": _("重置口令"),
    "refused": _("越权被拒"), "trail": _("查看日志"),
    "find": _("查找"), "enter": _("登记新居民"), "reach": _("跨网格查找"), "profile": _("查看全貌"),
    "unmask": _("查看完整值"),
    "correct": _("更正"), "matter": _("办理事项"), "questions": _("查看问题"),
    "settle": _("解决问题"),
    "import": _("导入"), "import_preview": _("导入预览"), "raw_row": _("查看原始行"),
    "export": _("导出"), "drill": _("打开名单"), "confirm": _("确认报表"), "restate": _("更正报表"),
    "feed": _("读取变更"), "lookup": _("接口查询"), "observe": _("接口送来数据"),
    "api_lookup": _("接口查询"), "api_profile": _("接口查看全貌"),
    "staff_hire": _("新增账号"), "staff_disable": _("停用账号"), "staff_enable": _("启用账号"),
    "posting_grant": _("授予任职"), "posting_end": _("结束任职"), "key_grant": _("新建密钥"),
    "key_revoke": _("停用密钥"), "areas_load": _("载入区划"), "codes_load": _("载入代码表"),
    "ask_owner": _("向归口部门查询"), "requests": _("查看归口更正"),
    "release": _("批准移交清单"),
}  # fmt: skip
