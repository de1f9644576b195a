"""Celery wakes, PostgreSQL knows: tasks carry an id, retries are rows, one timetable entry."""

from celery import Celery

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    result_backend=None,
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=60,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 2},
    timezone="Asia/Shanghai",
    task_default_queue="hub",
    beat_schedule={
        "sweep": {"task": "config.tasks.sweep", "schedule": 30.0, "options": {"expires": 25}}
    },
)
app.autodiscover_tasks()
