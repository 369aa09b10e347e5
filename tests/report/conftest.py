"""A browser for the tests of the page, where the machine has one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.report.fake import analysis
from topics.report.write import write_report
from topics.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium; skip where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


class Opened:
    """A page with everything that it asked for or complained about."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.path = page, path
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def go(self, address: str = "") -> Page:
        """Open the page at an address inside it, as a fresh visit."""
        self.page.goto("about:blank")
        self.page.goto(self.path.as_uri() + address)
        return self.page

    def quiet(self) -> bool:
        """Whether nothing was asked of the network and nothing complained."""
        outside = [url for url in self.requests if not url.startswith(("file:", "data:", "about:"))]
        files = [
            url
            for url in self.requests
            if url.startswith("file:") and not url.split("#")[0].endswith("/index.html")
        ]
        return not (self.complaints or outside or files)


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the report once in each language."""
    folder = tmp_path_factory.mktemp("pages")
    return {
        lang: write_report(analysis(settings=Settings(lang=lang)), folder / lang) / "index.html"
        for lang in ("zh", "en")
    }


@pytest.fixture
def open_page(browser: Browser) -> Iterator[type[Opened] | object]:
    """Return a function that opens a page offline at a size."""
    contexts = []

    def opener(path: Path, *, width: int = 1280, height: int = 900) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        contexts.append(context)
        return Opened(context.new_page(), path)

    yield opener
    for context in contexts:
        context.close()
