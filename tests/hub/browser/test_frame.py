"""The frame under real fingers: keyboard, menus, touch, large text, print."""

import pytest

from tests.communities.make import JIANGDI, WUHAN, make_area, make_key, make_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOO_SMALL = """
[...document.querySelectorAll('a, button, input, select, summary')].filter((part) => {
  const box = part.getBoundingClientRect();
  const hidden = part.type === 'hidden' || part.closest('.hidden, .skip') || !box.width;
  return !hidden && !['checkbox', 'radio'].includes(part.type) && box.height < 43.5;
}).map((part) => part.outerHTML.slice(0, 90))
"""


def test_a_stroke_leads_to_the_search_and_escape_closes_the_menu(screen, counter_worker, sign_in):
    sign_in(screen, counter_worker)

    screen.locator("main").click()
    screen.keyboard.press("/")
    screen.keyboard.type("赵")
    typed = screen.locator("#top-search").input_value()
    screen.locator(".me summary").click()
    opened = screen.locator(".me-menu").is_visible()
    screen.keyboard.press("Escape")

    assert typed == "赵"
    assert opened
    assert not screen.locator(".me-menu").is_visible()


def test_the_first_key_leads_past_the_frame(screen, counter_worker, sign_in):
    sign_in(screen, counter_worker)

    screen.keyboard.press("Tab")
    screen.keyboard.press("Enter")

    assert screen.evaluate("document.activeElement.id") == "content"


def test_fingers_hit_what_they_aim_at(screen, counter_worker, sign_in):
    address = sign_in(screen, counter_worker)

    for path in ("/", "/password"):
        screen.goto(address + path)

        assert screen.evaluate(TOO_SMALL) == []


def test_large_text_keeps_to_the_screen(screen, counter_worker, sign_in):
    address = sign_in(screen, counter_worker)

    screen.locator(".me summary").click()
    screen.locator("button[name=size]").click()
    screen.wait_for_url(f"{address}/")

    assert screen.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    screen.picture("large")


@pytest.mark.parametrize(("role", "path"), [("SECADM", "/staff"), ("SECADM", "/keys"),
                                            ("AUDIT", "/trail")])  # fmt: skip
def test_the_administrators_pages_fit(screen, transactional_db, sign_in, role, path):
    make_key()
    address = sign_in(screen, make_worker(role, WUHAN))

    screen.goto(address + path)

    screen.picture(path.strip("/"))
    assert screen.evaluate(TOO_SMALL) == []


def test_without_a_clipboard_a_new_key_is_marked_to_be_copied(screen, transactional_db, sign_in):
    make_area(JIANGDI)
    address = sign_in(screen, make_worker("SECADM", WUHAN))
    screen.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    screen.goto(f"{address}/keys")
    for name, typed in (("name", "人社系统"), ("fields", "name"), ("areas", JIANGDI)):
        screen.fill(f"#grant [name={name}]", typed)
    screen.click("#grant [type=submit]")

    screen.click("[data-copy]")

    assert screen.evaluate("getSelection().toString()") == screen.inner_text("#new-key")
    assert screen.inner_text("[data-copy]") == "复制"


def test_on_paper_the_frame_is_gone(screen, counter_worker, sign_in):
    sign_in(screen, counter_worker)

    screen.emulate_media(media="print")

    assert not screen.locator("header.top").is_visible()
    assert screen.locator("main").is_visible()
