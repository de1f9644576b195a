"""What the demo says when everything stands."""

from urllib.parse import unquote

from django.conf import settings

from communities.permissions import PURPOSES, ROLE_LABELS
from config.demo.stage import Stage
from config.watch import keep_up

FIRST_STEPS = (
    ("wangge", "首页“窗口办事”录入示例居民的证件号码，受理灵活就业社保补贴，等回执"),
    ("shuji", "首页打开上月 R01、R03，确认并锁定，点开一个数字看名单"),
    ("chuangkou", "“花名册导入”打开 jiangteng.xlsx，下载未导入的行"),
)


class Closing:
    def __init__(self, stage: Stage, *, port: int) -> None:
        self.stage = stage
        self.console = f"http://127.0.0.1:{port}"

    def facts(self) -> dict[str, object]:
        """The one JSON object of `demo --json`."""
        state = self.stage.state
        return {
            "console": self.console,
            "logins": state.logins,
            "api": {"url": f"{self.console}/api/v1", **state.api},
            "sample": {
                "id_number": self.sample().get("id_number"),
                "resident_id": state.facts.get("resident_id"),
            },
            "services": {
                "database_url": settings.HUB_REPORT_DATABASE_URL,
                "broker_url": settings.CELERY_BROKER_URL,
            },
        }

    def sample(self) -> dict[str, object]:
        kept = self.stage.state.facts.get("sample", {})
        return kept if isinstance(kept, dict) else {}

    def summary(self) -> None:
        say = self.stage.progress.write
        say("")
        say(f"演示已就绪，用时 {self.stage.progress.seconds:.0f} 秒。")
        for name, words in dict(self.stage.state.facts.get("summary", {})).items():  # type: ignore[call-overload] # a dictionary by construction
            say(f"  {name}：{words}")
        say(f"  控制台 {self.console}")
        for role, login in self.stage.state.logins.items():
            told = f"{role:<12} 账号 {login['user']:<10} 口令 {login['password']}"
            say(f"    {told}  {ROLE_LABELS[role][0]}")
        self.say_key()
        number = self.sample().get("id_number", "")
        say(f"  示例居民 证件号码 {number}")
        say(f"  只读数据库 {unquote(settings.HUB_REPORT_DATABASE_URL)}")
        say("  可以从这里开始：")
        for account, doing in FIRST_STEPS:
            say(f"    {account:<10} {doing}")

    def say_key(self) -> None:
        """What the key opens: it answers for its own purpose, areas and fields alone."""
        say = self.stage.progress.write
        purpose = self.granted("purpose")
        say(f"  接口 {self.console}/api/v1  密钥 {self.granted('key')}")
        say(
            f"    用途 {purpose} {PURPOSES.get(purpose, ('', ''))[0]}  范围 {self.granted('areas')}"
        )
        say(f"    字段 {self.granted('fields')}")
        say(f"    说明 {self.console}/api-docs（登录后看）")

    def granted(self, name: str) -> str:
        kept = self.stage.state.api.get(name, "")
        return "、".join(kept) if isinstance(kept, list) else str(kept)

    def stay(self) -> None:
        keep_up(self.stage.supervisor, self.stage.progress.write)
