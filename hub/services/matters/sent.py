"""A form as it was sent: what has moved in the hub since stands beside it, never in its place."""

from dataclasses import replace
from typing import Any

import orjson

from hub.selectors.cases import SentForm
from hub.selectors.profile import clear_value
from hub.selectors.profile_query import Held
from hub.services.matters.form import FilledItem, Form


def as_sent(form: Form, sent: SentForm, held: Held) -> Form:
    """The form with the values it was sent with, where the reader may still see them in full."""
    return replace(form, items=tuple(item_as_sent(one, sent, held) for one in form.items))


def item_as_sent(one: FilledItem, sent: SentForm, held: Held) -> FilledItem:
    """A value as it was, in the reader's own language where it is the same today."""
    field, today = one.item.field, one.value
    if today is None or today.masked or as_kept(clear_value(held, field)) == sent.items.get(field):
        return one
    as_signed = replace(today, text=sent.texts.get(field, ""), clear=None)
    return replace(one, value=as_signed, today=today.text)


def as_kept(value: object) -> Any:
    """A value as the sealed form keeps it."""
    return orjson.loads(orjson.dumps(value))
