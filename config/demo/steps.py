"""The demo, step by step; a finished step is not repeated by the next start."""

from collections.abc import Callable
from dataclasses import dataclass

from config.demo import cast, ground, systems
from config.demo.stage import Stage


@dataclass(frozen=True)
class Step:
    """`always` steps run at every start, the rest once for the life of the data."""

    name: str
    label: str
    do: Callable[[Stage], None]
    always: bool = False


STEPS = (
    Step("world_begin", "开始生成模拟街道", ground.WORLD.begin, always=True),
    Step("migrate", "建立数据表", ground.migrate, always=True),
    Step("codes", "载入代码表", ground.load_codes),
    Step("world", "生成江堤街道约十万名模拟居民", ground.WORLD.finish),
    Step("areas", "载入武汉区划树和网格", ground.load_areas),
    Step("staff", "建立工作人员、岗位和账号", cast.make_staff),
    Step("reader", "建立下游系统的接口密钥", cast.make_reader),
    Step("systems", "启动三个外部系统（模拟）", systems.start_systems, always=True),
)


def due_steps(stage: Stage) -> list[Step]:
    return [step for step in STEPS if step.always or step.name not in stage.state.done]
