"""The web editor: what is sent for it, and what a person does with it in a real browser."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nxql_tui.engine.server import EmbeddedEngine

EDITOR = "/2/editor/nxql_editor.html"
SCRIPT = "/2/editor/nxql_editor.js"
PATIENCE = 30.0
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # The certificate is one of this test's own making.
    "--ignore-certificate-errors",
)  # fmt: skip


@pytest.mark.parametrize(("path", "kind"), [(EDITOR, "text/html"), (SCRIPT, "text/javascript")])
def test_the_page_needs_no_login_and_lets_nothing_else_in(path: str, kind: str, visitor: Any) -> None:
    reply = visitor.send("GET", path, login=None)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == f"{kind}; charset=utf-8"
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Server"] is None
    assert "http://" not in reply.text
    assert "https://" not in reply.text
    assert "innerHTML" not in reply.text


def test_the_page_is_answered_to_head_and_get_alone(visitor: Any) -> None:
    assert visitor.send("HEAD", EDITOR, login=None).body == b""
    assert visitor.send("POST", EDITOR, b"", login=None).status == 405


class Page:
    """The editor in a browser, used as a person uses it."""

    def __init__(self, browser: webdriver.Chrome, url: str) -> None:
        self._browser = browser
        browser.get(url)

    def find(self, name: str) -> Any:
        return self._browser.find_element(By.ID, name)

    def wait(self, condition: Callable[[], Any]) -> None:
        WebDriverWait(self._browser, PATIENCE, poll_frequency=0.05).until(lambda _: condition())

    def write(self, query: str, password: str = "admin") -> None:
        for name, text in (("password", password), ("query", query)):
            self.find(name).clear()
            self.find(name).send_keys(text)

    def send(self) -> None:
        """Send, and wait for the answer or what stands in its place."""
        self.find("send").click()
        self.wait(lambda: self.find("state").text != "Loading…" and (self.find("answer").is_displayed() or self.error))

    def ask(self, query: str) -> None:
        self.write(query)
        self.send()

    @property
    def error(self) -> str:
        return str(self.find("error").text)

    @property
    def headings(self) -> list[str]:
        return [cell.text for cell in self._browser.find_elements(By.CSS_SELECTOR, "#headings th")]

    @property
    def rows(self) -> list[list[str]]:
        script = "return [...document.querySelectorAll('#page tr')].map(r => [...r.children].map(c => c.textContent))"
        return list(self._browser.execute_script(script))  # type: ignore[no-untyped-call]

    def column(self, place: int) -> list[str]:
        return [row[place] for row in self.rows]

    def click_heading(self, place: int) -> None:
        self._browser.find_elements(By.CSS_SELECTOR, "#headings button")[place].click()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('browser')}", "--window-size=1000,900"):
        options.add_argument(argument)
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


@pytest.fixture
def page(browser: webdriver.Chrome, engine: EmbeddedEngine) -> Page:
    return Page(browser, f"https://127.0.0.1:{engine.port}{EDITOR}")


def test_the_query_that_stands_there_is_answered(page: Page) -> None:
    page.find("password").send_keys("admin")
    page.send()
    assert page.headings == ["name", "device_type", "system_drive_usage", "last_seen"]
    assert len(page.rows) == 10
    assert page.find("rows").text.startswith("rows 1–10 of ")


def test_control_and_enter_send(page: Page) -> None:
    page.write("(select (id) (from device) (limit 3))")
    page.find("query").send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: page.rows == [["1"], ["2"], ["3"]] or len(page.rows) == 3)


def test_a_column_is_sorted_as_numbers_up_down_and_not_at_all(page: Page) -> None:
    page.ask("(select (name number_of_cores) (from device))")
    unsorted = page.column(1)
    page.click_heading(1)
    rising = [int(cell) for cell in page.column(1)]
    assert rising == sorted(rising)
    assert page.headings[1] == "number_of_cores ▲"
    page.click_heading(1)
    falling = [int(cell) for cell in page.column(1)]
    assert falling == sorted(falling, reverse=True)
    assert falling[0] == 40
    page.click_heading(1)
    assert page.column(1) == unsorted


def test_formatted_sizes_are_sorted_by_what_they_are(page: Page) -> None:
    page.find("formatted").click()
    page.ask("(select (name graphical_card_ram) (from device))")
    page.click_heading(1)
    page.click_heading(1)
    assert page.column(1)[0] == "6.00 GB"
    page.click_heading(1)
    page.click_heading(1)
    assert page.column(1)[0] == "16.00 MB"


def test_pages_are_turned(page: Page) -> None:
    page.ask("(select (id) (from device) (limit 57))")
    first = page.column(0)
    page.find("next").click()
    assert page.column(0) != first
    assert page.find("rows").text == "rows 11–20 of 57"
    page.find("last").click()
    assert len(page.rows) == 7
    assert not page.find("next").is_enabled()
    Select(page.find("page_size")).select_by_visible_text("100")
    assert len(page.rows) == 57
    assert page.find("rows").text == "rows 1–57 of 57"


def test_a_placeholder_gets_an_input_that_is_sent_and_keeps_its_value(page: Page) -> None:
    page.write("(select (name #%11) (from device (where device (eq device_type (enum %2)))) (limit 5))")
    page.find("p11").send_keys("Location")
    page.find("p2").send_keys("laptop")
    page.send()
    assert page.headings == ["name", "Location"]
    page.write("(select (name) (from device))")
    assert not page.find("parameters").text
    page.write("(select (%2) (from device))")
    assert page.find("p2").get_attribute("value") == "laptop"


def test_platforms_are_those_that_are_ticked(page: Page, browser: webdriver.Chrome) -> None:
    browser.find_element(By.CSS_SELECTOR, "input[value=windows]").click()
    browser.find_element(By.CSS_SELECTOR, "input[value=mobile]").click()
    page.ask("(select (platform) (from device))")
    assert set(page.column(0)) == {"mobile"}


def test_a_mistake_is_mended_by_one_of_the_options(page: Page) -> None:
    page.ask("(select (nmae) (from device) (limit 1))")
    assert "'nmae'" in page.error
    buttons = page.find("error").find_elements(By.TAG_NAME, "button")
    next(button for button in buttons if button.text == "name").click()
    assert page.find("query").get_attribute("value") == "(select (name) (from device) (limit 1))"
    page.send()
    assert page.headings == ["name"]


def test_a_wrong_password_is_said_and_no_prompt_of_the_browser_comes(page: Page) -> None:
    page.write("(select (name) (from device))", password="wrong")
    page.send()
    assert page.error == "The Engine refused this user or password."


def test_an_answer_without_rows_says_so(page: Page) -> None:
    page.ask("(select (name) (from device) (limit 0))")
    assert page.headings == ["name"]
    assert page.find("rows").text == "no rows"


def test_markup_in_a_cell_is_text(page: Page, browser: webdriver.Chrome) -> None:
    page.ask('(select (#"Analyst note") (from binary (where binary (eq threat_level (enum high)))))')
    assert "<b>do not run</b>" in page.column(0)[0]
    assert not browser.find_elements(By.CSS_SELECTOR, "#page b")


@pytest.mark.parametrize("answer_format", ["csv", "html", "xml", "json"])
def test_the_links_ask_for_the_same_rows_and_hold_no_password(answer_format: str, page: Page, visitor: Any) -> None:
    page.write("(select (id %1) (from device) (limit 4))")
    page.find("p1").send_keys("name")
    page.send()
    link = urlsplit(page.find(f"link_{answer_format}").get_attribute("href"))
    assert parse_qs(link.query)["format"] == [answer_format]
    assert "admin" not in link.query
    reply = visitor.send("GET", f"{link.path}?{link.query}")
    assert reply.status == 200
    if answer_format == "csv":
        assert list(csv.reader(io.StringIO(reply.text), delimiter="\t"))[1:] == page.rows
    assert all(row[1] in reply.text for row in page.rows)
