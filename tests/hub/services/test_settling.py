"""A disagreement is settled while its own source tells of the person again."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from hub.models import Dissent, Resident
from hub.services.settling import take_other
from tests.hub.people import DOOR, TODAY, an_id, make_zhao, tell
from tests.reports.make import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def settled(dissent, troubles):
    try:
        take_other(dissent=dissent, actor=DOOR, today=TODAY)
    except OperationalError as trouble:
        troubles.append(trouble)
    finally:
        connection.close()


def test_who_settles_while_the_source_speaks_waits_and_neither_is_thrown_back():
    make_zhao()
    tell("ZZ", {"id_number": an_id(), "mobile": "13700001111"}, key="zz")
    told, troubles = Dissent.objects.get(field="mobile", state="open"), []
    desk = threading.Thread(target=settled, args=[told.pk, troubles])

    with transaction.atomic():
        Resident.objects.select_for_update().get()
        desk.start()
        until_somebody_waits()
        tell("ZZ", {"id_number": an_id(), "mobile": "13700001111"}, key="zz2")
    desk.join()

    told.refresh_from_db()
    assert troubles == []
    assert told.state == "taken"
    assert Resident.objects.get().mobile_mask == "137****1111"
