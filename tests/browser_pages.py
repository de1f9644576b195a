"""A console in a real browser, at a desk and on a phone."""

import os
from pathlib import Path

import pytest

from tests.browser import find_browser
from tests.communities.make import JIANGTENG, PASSWORD, make_area, make_posting, make_worker

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
]  # fmt: skip
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
PICTURES = Path(os.environ.get("HUB_PICTURES", Path(os.environ["HUB_VAR"]) / "pictures"))


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    playwright_api = pytest.importorskip("playwright.sync_api")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # the browser's loop and Django's ORM in one process
    )
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def screen(request, chromium):
    """A page of one size that fails the test on an error in the console or a wide page."""
    phone = request.param == "phone"
    context = chromium.new_context(
        viewport=SIZES[request.param], locale="zh-CN", is_mobile=phone, has_touch=phone
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.size = request.param
    page.awaited = ["409", "422"]  # what a test provokes it may add
    page.picture = lambda name: picture(page, name)
    yield page
    context.close()
    assert [one for one in errors if not any(word in one for word in page.awaited)] == []


def picture(page, name):
    """Keep what was seen, and hold the page to the width of its screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{page.size}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[page.size]["width"]


@pytest.fixture
def counter_worker(transactional_db):
    """Grid worker and clerk of Jiangteng, as in the demo."""
    make_area(JIANGTENG, "江腾社区")
    staff = make_worker("GRID", JIANGTENG)
    make_posting(staff, "CLERK", JIANGTENG)
    return staff


@pytest.fixture
def sign_in(live_server):
    def enter(page, staff):
        page.goto(f"{live_server.url}/sign-in")
        page.fill("[name=username]", staff.username)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{live_server.url}/")
        return live_server.url

    return enter
