"""Takes the picture of the web editor that the README shows: `python screenshots/take_web_editor.py`.

It drives the embedded Engine's page in headless Chromium, which must be installed with its driver.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from nxql_tui.engine.server import EmbeddedEngine, EngineSettings

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 23, 10, 15)
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
    "--window-size=1000,900",
)
QUERY = """(select (name device_type)
  (from device
    (with execution_error
      (where execution_error (eq type (enum crash)))
      (compute number_of_errors activity_stop_time)
      (between now-7d now)))
  (order_by number_of_errors desc) (limit 100))"""


def take(folder: Path) -> None:
    """Ask a question in the page and write what is seen."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (*ARGUMENTS, f"--user-data-dir={folder / 'browser'}"):
        options.add_argument(argument)
    with EmbeddedEngine(EngineSettings(now=NOW, certificate_folder=folder)) as engine:
        browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            browser.get(engine.url.replace("/2/query", "/2/editor/nxql_editor.html"))
            browser.find_element(By.ID, "password").send_keys("admin")
            query = browser.find_element(By.ID, "query")
            query.clear()
            query.send_keys(QUERY)
            browser.find_element(By.ID, "send").click()
            answer = browser.find_element(By.ID, "answer")
            WebDriverWait(browser, 30).until(lambda _: answer.is_displayed())
            browser.save_screenshot(str(FOLDER / "web-editor.png"))
        finally:
            browser.quit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        take(Path(temporary))
