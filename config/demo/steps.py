"""The demo, step by step; a finished step is not repeated by the next start."""

from collections.abc import Callable
from dataclasses import dataclass

from config.demo import cast, ending, first_loads, ground, serving, systems, work
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
    Step("areas", "载入武汉区划树", ground.load_areas),
    Step("staff", "建立工作人员、岗位和账号", cast.make_staff),
    Step("reader", "建立下游系统的接口密钥", cast.make_reader),
    Step("world", "等待模拟街道生成，载入网格", ground.finish_world),
    Step("systems_begin", "启动三个外部系统（模拟）", systems.start_systems, always=True),
    Step("police", "装入公安人口、网格和不动产", first_loads.load_police),
    Step("systems", "等待外部系统就绪", systems.find_systems, always=True),
    Step("worker", "启动任务进程", serving.start_work, always=True),
    Step("people_syncs", "开始同步社保和就业系统", work.begin_people_syncs),
    Step("registers", "装入各社区登记册，同时开始装入部门数据", first_loads.load_registers),
    Step("roster", "导入江腾社区花名册", first_loads.import_roster),
    Step("housing_sync", "开始同步住房系统", work.begin_housing_sync),
    Step("owners", "等待医保、民政、组织部门数据装完", first_loads.finish_owners),
    Step("opening", "期初建账", work.open_books),
    Step("month", "装入一个月的变动和服务记录", first_loads.load_month),
    Step("syncs", "等待同步完成", work.finish_syncs),
    Step("clock", "启动定时器", serving.start_clock, always=True),
    Step("reports", "生成上月报表", work.wait_for_reports),
    Step("facts", "汇总", ending.remember_facts),
)
# With the console up already: what no report of the month waits for.
WITH_THE_CONSOLE_UP = (
    Step("more_owners", "装入其余部门首批数据", first_loads.load_more_owners),
    Step("fold", "用变更记录重建主表并核对", ending.fold_history),
)


def due_steps(stage: Stage, steps: tuple[Step, ...]) -> list[Step]:
    return [step for step in steps if step.always or step.name not in stage.state.done]
