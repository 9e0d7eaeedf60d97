"""The component, sign-in and error pages in a real browser: accessible, within a phone's width, no policy broken."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Request, sync_playwright

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

PATHS = ["/components/", "/accounts/login/", "/nothing/"]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
Answer = tuple[int, str, bytes, str]


@pytest.fixture
def origin(client: Client, content_tree: object) -> Iterator[str]:
    """Serves the pages as the hub answers them, so that the browser needs no database."""
    pages: dict[str, Answer] = {}
    for path in [prefix + path for path in PATHS for prefix in ("", "/en")]:
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        pages[path] = (response.status_code, response.headers["Content-Type"], response.content, policy)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body, policy = pages.get(self.path) or _static(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _static(path: str) -> Answer:
    found = finders.find(path.removeprefix("/static/"))
    if not found:
        return (404, "text/plain", b"", "")
    return (200, KINDS[Path(found).suffix], Path(found).read_bytes(), "")


def _missing(request: Request) -> list[str]:
    answer = request.response()
    return [f"no {request.url}"] if answer and answer.status == 404 and "/static/" in request.url else []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(origin: str, scheme: Literal["light", "dark"], width: int) -> None:
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if "Policy" in message.text else None)
        page.on("requestfinished", lambda request: problems.extend(_missing(request)))
        for path in [prefix + path for path in PATHS for prefix in ("", "/en")]:
            page.goto(origin + path)
            page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((each) => { each.open = true })")
            problems += [f"{path}: {v['id']} {v['nodes'][0]['target']}" for v in Axe().run(page).response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{path}: wider than {width}")
        browser.close()

    assert problems == []


def test_menu_opens_by_keyboard_without_script(origin: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        page = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
        page.goto(origin + "/en/components/")
        for _step in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        is_open = page.locator(".menu-body").get_by_role("link", name="Working groups").is_visible()
        browser.close()

    assert is_open
