"""What a grid worker does all day, by keyboard, at both sizes."""

import pytest

from tests.hub.people import an_id, make_person, make_zhao, without_keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_look_up_unmask_and_correct(screen, counter_worker, sign_in):
    make_zhao()
    make_person("王大山", birth="19800101", order=113, relation_to_head="10")
    address = sign_in(screen, counter_worker)
    screen.picture("portal")

    screen.goto(f"{address}/find")
    screen.fill("#q", "赵玉")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("#rows")
    screen.picture("found")
    screen.fill("#q", an_id())
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/residents/**")
    screen.picture("resident")

    screen.locator("#shown-mobile ~ button").first.click()
    screen.wait_for_selector("text=13812341234")
    screen.locator("[hx-get$='/mobile/correct']").first.click()
    screen.wait_for_selector("#c-mobile")
    screen.picture("correct")
    screen.wait_for_selector("#c-mobile:focus")
    screen.keyboard.type("13912345678")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("text=已更正")
    assert "139****5678" in screen.locator("#v-mobile").inner_text()
    assert screen.locator("#v-mobile a:focus").inner_text() == "刷新查看"
    screen.keyboard.press("Enter")
    screen.wait_for_selector("#v-mobile:not(:has-text('已更正'))")

    assert "139****5678" in screen.content()
    assert "138" not in without_keys(screen.url)


def test_a_subsidy_is_filed_by_number_and_enter(screen, counter_worker, sign_in):
    make_zhao()
    address = sign_in(screen, counter_worker)

    screen.goto(f"{address}/matters")
    screen.fill("[name=id_number]", an_id())
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/cases/**")
    screen.picture("case")
    assert screen.locator("#answers input[type=month]").count() == 2
    screen.click("#answers [type=submit] >> nth=0")
    screen.wait_for_selector("#answers .error")
    assert screen.evaluate("document.activeElement.name") == "claim_from"
    screen.locator("[name=claim_from]").fill("2026-07")
    screen.locator("[name=claim_to]").fill("2026-09")
    screen.fill("[name=work_place]", "江腾菜场")
    screen.fill("[name=monthly_income]", "3200")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("text=已提交")
    screen.goto(screen.url + "/print")
    screen.picture("promise")
    hidden = "e => e.scrollWidth - e.clientWidth"
    assert screen.locator(".table-wrap").evaluate(hidden) == 0

    assert "本人承诺" in screen.content()


def test_a_wrong_number_is_explained_where_it_was_typed(screen, counter_worker, sign_in):
    address = sign_in(screen, counter_worker)

    screen.goto(f"{address}/find")
    screen.fill("#q", "420190198103152468")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("text=校验不通过")
    screen.picture("wrong-number")


def test_at_the_door_a_person_fits_on_two_screens_and_a_category_is_one_touch_away(
    screen, counter_worker, sign_in
):
    zhao = make_zhao()
    make_person("买买提·阿卜杜拉赫曼·吐尔逊江·艾合买提", birth="19800101", order=113)
    address = sign_in(screen, counter_worker)

    screen.goto(f"{address}/find")
    screen.fill("#q", an_id())
    screen.keyboard.press("Enter")
    screen.wait_for_url(f"**/residents/{zhao.resident_id}")
    screen.picture("folded")
    is_phone = screen.size == "phone"
    folds = screen.locator("details.fold")
    assert folds.count() > 4
    assert screen.locator("details.fold[open]").count() == (0 if is_phone else folds.count())
    if is_phone:
        assert screen.evaluate("document.documentElement.scrollHeight") < 2 * 844
    employment = screen.locator("#c05_employment")
    screen.locator(".jump a[href='#c05_employment']").click()
    assert employment.locator("text=灵活就业").first.is_visible()
    screen.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    on_paper = screen.locator("details.fold[open]").count()
    screen.evaluate("window.dispatchEvent(new Event('afterprint'))")

    assert on_paper == folds.count()
    assert employment.get_by_role("heading", level=2).inner_text() == "就业失业"


def test_a_touch_in_a_stairwell_without_network_is_said_until_one_gets_through(
    screen, counter_worker, sign_in
):
    make_zhao()
    sign_in(screen, counter_worker)
    screen.fill("#top-search", an_id())
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/residents/**")
    unmask = screen.locator("#shown-mobile ~ button").first
    away = screen.locator(".no-network")
    assert not away.is_visible()

    screen.awaited += ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
    screen.route("**/mobile/full", lambda route: route.abort("internetdisconnected"))
    unmask.click()
    away.wait_for(state="visible")
    screen.unroute("**/mobile/full")
    unmask.click()
    screen.wait_for_selector("text=13812341234")

    assert not away.is_visible()
