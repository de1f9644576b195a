"""Every drill by its number in the catalogue of faults, with how often it is repeated."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import people, processes, servers
from tests.faults.ground import Ground


@dataclass(frozen=True)
class Drill:
    id: str
    title: str
    run: Callable[[Ground, int], None]
    short: int
    long: int


DRILLS = (
    Drill("P1", "随机时刻杀死同步进程", processes.p1_a_worker_is_killed_at_random_moments, 2, 50),
    Drill("P2", "杀死整组任务进程", processes.p2_the_whole_worker_group_is_killed, 1, 5),
    Drill("P4", "一页刚提交就崩溃", processes.p4_a_crash_right_after_a_page_has_committed, 1, 10),
    Drill("P7", "多个进程争同一批次", processes.p7_two_workers_want_the_same_run, 25, 1000),
    Drill("P8", "持有者沉睡后醒来", processes.p8_a_holder_sleeps_past_its_lease_and_wakes, 1, 5),
    Drill("D1", "写入时杀死数据库", servers.d1_the_postmaster_is_killed_under_writers, 1, 5),
    Drill("R1", "队列有任务时杀死消息服务", servers.r1_the_broker_is_killed_with_work_queued, 1, 5),
    Drill("R2", "同步时消息服务清空", servers.r2_the_broker_forgets_everything, 1, 5),
    Drill(
        "C1",
        "两人同时改不同的项",
        people.c1_two_people_save_different_fields,
        15,
        1000,
    ),
    Drill("C2", "两人同时改同一项", people.c2_two_people_save_the_same_field, 15, 500),
    Drill(
        "V2",
        "乱序提交时追踪变更",
        people.v2_a_reader_follows_out_of_order_commits,
        5,
        60,
    ),
)
