"""What an operator's own address, host name and proxy ask of the web process."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.test import override_settings
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from config.processes import ROOT, alone, free_port, is_healthy

CITY = "hub.city.test"
TAKEN_AT_ONCE = 10**6  # bytes that leave a thread of the web server though nobody reads them


@contextmanager
def listening(address):
    """A web process that answers /healthz, and keeps the host it was asked for."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.headers["Host"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = HTTPServer((address, 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_a_web_process_is_asked_where_it_listens(host):
    with listening(host) as (port, asked):
        healthy = is_healthy(port, host=host)

    assert healthy
    assert asked == ["localhost"]


def test_a_second_one_in_the_same_place_ends_nothing_of_the_first(settings, tmp_path):
    settings.HUB_VAR = tmp_path
    child = tmp_path / "serve" / "worker.child"

    with alone(tmp_path / "serve" / "serve.lock"):
        child.write_text("0")
        with pytest.raises(CommandError, match="已在运行"):
            call_command("serve")

    assert child.exists()


def test_nobody_listening_is_not_healthy():
    assert not is_healthy(free_port())


def test_the_machine_may_ask_after_itself_whatever_the_city_calls_the_hub():
    assert {"localhost", "127.0.0.1"} <= set(settings.ALLOWED_HOSTS)


@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=[CITY, "localhost"])
@pytest.mark.django_db
def test_behind_a_proxy_people_are_led_to_https_and_health_is_still_told(client):
    assert client.get("/sign-in", headers={"host": CITY}).headers["Location"] == (
        f"https://{CITY}/sign-in"
    )
    assert client.get("/healthz", headers={"host": "localhost"}).status_code == 200
    assert client.get("/readyz", headers={"host": "localhost"}).status_code == 200


@pytest.mark.parametrize(
    ("from_where", "terminal"), [("10.0.0.2", "10.1.2.3"), ("10.7.7.7", "10.7.7.7")]
)
def test_a_terminal_is_what_our_own_proxy_says_it_is(from_where, terminal):
    seen = []
    ours = wrap_wsgi_with_proxy_headers(lambda told, _: seen.append(told), ["10.0.0.2"])

    ours({"REMOTE_ADDR": from_where, "HTTP_X_FORWARDED_FOR": "10.9.9.9, 10.1.2.3"}, None)

    assert seen[0]["REMOTE_ADDR"] == terminal


def test_a_hub_behind_tls_passes_djangos_own_check_for_service():
    city = {"HUB_HTTPS": "1", "HUB_HOSTS": CITY, "HUB_ORIGINS": f"https://{CITY}"}
    browser = "DJANGO_ALLOW_ASYNC_UNSAFE"  # of a browser test before this one, in the same process
    machine = {name: value for name, value in os.environ.items() if name != browser}

    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **machine,
            **city,
            "HUB_NO_VENV": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


def test_no_file_is_so_large_that_a_slow_reader_holds_a_thread():
    sizes = {
        path: os.path.getsize(storage.path(path))
        for finder in get_finders()
        for path, storage in finder.list(None)
    }
    assert sizes
    assert {path for path, size in sizes.items() if size > TAKEN_AT_ONCE} == set()
