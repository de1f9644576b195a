"""Social security: a monthly file by SFTP, and one person at a time by SOAP in GBK."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from connectors.contract import Connector, RunNow, Stream
from connectors.social_security.monthly_file import MonthlyFile
from connectors.social_security.soap_client import OnePerson, SoapClient
from connectors.transport.files import FileStore
from connectors.transport.pulse import Pulse


class SocialSecurity(Connector):
    slug, source = "social_security", "SI"
    label, label_en = "社会保险经办系统", "Social insurance"
    every = timedelta(days=1)

    def __init__(self, pulse: Pulse, number_of: Callable[[UUID], str] | None = None) -> None:
        super().__init__(pulse, number_of)
        place: dict[str, Any] = settings.HUB_SYSTEMS["SI"]
        self.store = FileStore(place["sftp"], pulse)
        self.client = SoapClient(place, pulse)

    def streams(self, run: RunNow) -> tuple[Stream, ...]:
        if run.mode == "person":
            return (OnePerson(self.client, self.number_of),)
        return (MonthlyFile(self.store),)

    def close(self) -> None:
        self.client.close()
