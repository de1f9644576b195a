from django.db import models
from django.db.models import Func


class XidField(models.Field):
    """Where the row stands in the order of commit: its transaction's id, or further on.

    Further when the writer waited for another that began later (hub/sql/position.sql).
    """

    def __init__(self, **kwargs):
        kwargs.setdefault("editable", False)
        kwargs.setdefault("db_default", Func(function="hub_position"))
        super().__init__(**kwargs)

    def db_type(self, connection):
        return "xid8"

    def from_db_value(self, value, expression, connection):
        return None if value is None else int(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if hasattr(value, "resolve_expression") or value is None else str(value)
