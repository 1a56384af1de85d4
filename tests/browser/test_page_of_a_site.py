"""A site's page, in a browser, on hosts that give out something wrongly: where nothing begins, it says what is wrong."""

import pytest
from chromium_here import CHROMIUM_FLAGS, find_chromium
from playwright.sync_api import expect
from web_hosts import FAULTS, lay, served

from cptedu.app.site import hosts

WORDS = "#cptedu-not-begun"
NO_PAGE = ("no page",)  # there is none that could say so
UNSAID = ("not all was copied", "nothing may run")  # the page cannot know


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("host") / "course"
    lay(place)
    return place


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - {*NO_PAGE, *UNSAID}))
def test_each_fault_of_a_host_is_said_by_the_page(page, folder, name):
    how, says = FAULTS[name]
    with served(folder, **how) as address:
        page.goto(f"{address}/lab/index.html")
        expect(page.locator(WORDS)).to_contain_text(says)
        expect(page.locator(WORDS)).to_be_visible()


def test_a_host_that_does_not_tell_of_files_alone_is_asked_for_them(page, folder):
    with served(folder, tells=False, refused=(".whl",)) as address:
        page.goto(f"{address}/lab/index.html")
        expect(page.locator(WORDS)).to_contain_text("does not give out .whl files")


def test_where_a_host_lets_the_page_run_nothing_its_words_stand_there(page, folder):
    how, _ = FAULTS["nothing may run"]
    with served(folder, **how) as address:
        page.goto(f"{address}/lab/index.html")
        expect(page.locator(WORDS)).to_be_visible()
        expect(page.locator(WORDS)).to_contain_text("The course has not begun yet")


def test_where_all_is_well_the_words_come_only_after_a_while(page, folder):
    with served(folder) as address:
        page.goto(f"{address}/lab/index.html")
        expect(page.locator(WORDS)).to_be_hidden()
        page.locator(WORDS).evaluate("node => node.getAnimations().forEach((each) => each.finish())")
        expect(page.locator(WORDS)).to_be_visible()
        expect(page.locator(WORDS)).to_contain_text("cptedu site --check")


def test_plain_http_is_said_but_on_this_computer(chromium, folder):
    name = "school.test"
    flags = [one for one in CHROMIUM_FLAGS if "resolver" not in one]
    only_here = f"--host-resolver-rules=MAP {name} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    browser = chromium.browser_type.launch(executable_path=find_chromium(), args=[*flags, only_here])
    with served(folder) as address:
        page = browser.new_page()
        page.goto(f"{address.replace('127.0.0.1', name)}/lab/index.html")
        expect(page.locator(WORDS)).to_have_text(hosts.PLAIN_HTTP)
    browser.close()
