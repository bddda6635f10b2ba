"""The built site in a real browser: every page opens, search finds, no request leaves the machine.

Run it with `python -m pytest tests/site/check_site.py`; it needs Chromium (Debian's `chromium`).
The site is built anew unless MUTUALAID_SITE names the folder of one. A page of our own,
`drive.html`, opens the others in a frame, types into the search and reports what it saw. The
server answers with a content security policy that allows nothing from elsewhere: what is tried
all the same is refused by the browser and reported.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
NAMES = ("chromium", "chromium-browser", "google-chrome")
POLICY = "default-src 'self' 'unsafe-inline' data:; report-uri /__outside__"
FAULTS = "<script>onerror = (what) => navigator.sendBeacon('/__fault__', what);</script>"
SEARCHES = [
    ("index.html", "participation"),
    ("index.html", "decide_frame"),
    ("reference/table.html", "shortfalls"),
    ("zh/index.html", "重大疾病"),
    ("zh/reference/handbook/medical.html", "会费"),
    ("zh/index.html", "起保日"),
    ("index.html", "not_a_word_of_these_pages"),
]
SECONDS = 300


@attrs.define
class Watch:
    """What the browser reported."""

    seen: queue.Queue[dict[str, Any]] = attrs.field(factory=queue.Queue)
    faults: list[str] = attrs.field(factory=list)
    outside: list[str] = attrs.field(factory=list)
    missing: list[str] = attrs.field(factory=list)


class Handler(SimpleHTTPRequestHandler):
    """Serves the site, and hears what the browser reports."""

    def __init__(self, *args: Any, pages: list[str], watch: Watch, **said: Any) -> None:
        self.pages, self.watch = pages, watch
        super().__init__(*args, **said)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass

    def do_GET(self) -> None:
        path = urlsplit(self.path).path.lstrip("/")
        if path == "__drive__":
            self.answer((HERE / "drive.html").read_text("utf-8"), "text/html")
        elif path == "__plan__":
            plan = {"pages": self.pages, "searches": SEARCHES}
            self.answer(json.dumps(plan), "application/json")
        elif path.endswith(".html"):
            file = Path(self.directory, path)
            self.answer(file.read_text("utf-8").replace("<head>", f"<head>{FAULTS}"), "text/html")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/__seen__":
            self.watch.seen.put(json.loads(said))
        else:
            heard = self.watch.outside if self.path == "/__outside__" else self.watch.faults
            heard.append(said)
        self.answer("", "text/plain")

    def send_error(self, code: int, *args: Any) -> None:
        self.watch.missing.append(f"{code} {self.path}")
        super().send_error(code, *args)

    def answer(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the built site."""
    built = os.environ.get("MUTUALAID_SITE")
    if built:
        return Path(built)
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", str(DOCS), str(folder)]
    subprocess.run(command, check=True)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> list[str]:
    """Name the pages that were written, and the index and the search besides."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture(scope="module")
def watch(site: Path, pages: list[str], tmp_path_factory: pytest.TempPathFactory) -> Watch:
    """Let a browser look at the whole site."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    assert browser, f"there is no browser, none of {', '.join(NAMES)}: apt-get install chromium"
    heard = Watch()
    handler = partial(Handler, pages=pages, watch=heard, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [
            browser,
            "--headless=new",
            "--no-sandbox",
            "--no-first-run",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            f"--user-data-dir={tmp_path_factory.mktemp('browser')}",
            f"http://127.0.0.1:{server.server_port}/__drive__",
        ]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
            try:
                heard.seen.put(heard.seen.get(timeout=SECONDS))
            finally:
                running.terminate()
        server.shutdown()
    return heard


@pytest.fixture(scope="module")
def seen(watch: Watch) -> dict[str, Any]:
    """Give what the page that drives the others saw."""
    said = watch.seen.get_nowait()
    watch.seen.put(said)
    assert "error" not in said, said
    return said


def test_every_page_opens_under_its_title(seen: dict[str, Any], pages: list[str]) -> None:
    assert list(seen["desktop"]) == pages
    assert [
        name for name, page in seen["desktop"].items() if "mutualaid" not in page["title"]
    ] == []
    unnamed = [name for name, page in seen["desktop"].items() if not page["heading"]]
    assert unnamed == ["search.html"]  # has one as soon as something is looked for


def test_a_page_says_its_language(seen: dict[str, Any]) -> None:
    said = {name: page["lang"] for name, page in seen["desktop"].items()}

    assert {lang for name, lang in said.items() if name.startswith("zh/")} == {"zh-CN"}
    assert {lang for name, lang in said.items() if not name.startswith("zh/")} == {"en"}


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_no_page_is_wider_than_the_screen(seen: dict[str, Any], screen: str) -> None:
    assert {name: page["wider"] for name, page in seen[screen].items() if page["wider"] > 0} == {}


def test_every_picture_is_shown(seen: dict[str, Any]) -> None:
    assert [one for page in seen["desktop"].values() for one in page["broken"]] == []


def test_a_page_leads_to_its_counterpart_in_the_other_language(
    seen: dict[str, Any], pages: list[str]
) -> None:
    leads = {
        name: normpath(join(dirname(name), link)) for name, link in seen["others"].items() if link
    }

    assert [name for name in leads.values() if name not in pages] == []
    chinese = [name for name in pages if name.startswith("zh/")]
    assert {name: leads[name] for name in chinese} == {name: name[3:] for name in chinese}
    assert {leads[name[3:]]: name for name in chinese} == {name: name for name in chinese}


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("participation", "reference/reason-codes.html"),
        ("decide_frame", "how-to/frames.html"),
        ("shortfalls", "tutorials/first-answer.html"),
        ("重大疾病", "zh/reference/handbook/critical_illness.html"),
        ("会费", "zh/reference/table.html"),
        ("起保日", "zh/explanation/readings.html"),
    ],
)
def test_search_finds_words_of_both_languages(seen: dict[str, Any], words: str, page: str) -> None:
    found = [link.partition("#")[0].partition("?")[0] for link in seen["found"][words]]

    assert page in found


def test_search_gives_pages_of_the_language_of_the_words_first(seen: dict[str, Any]) -> None:
    assert seen["found"]["重大疾病"][0].startswith("zh/reference/handbook/critical_illness.html")
    assert not seen["found"]["participation"][0].startswith("zh/")


def test_search_finds_nothing_where_there_is_nothing(seen: dict[str, Any]) -> None:
    assert seen["found"]["not_a_word_of_these_pages"] == []


def test_no_script_fails(watch: Watch, seen: dict[str, Any]) -> None:
    assert watch.faults == []


def test_no_request_leaves_the_machine(watch: Watch, seen: dict[str, Any]) -> None:
    assert watch.outside == []


def test_nothing_that_is_asked_for_is_missing(watch: Watch, seen: dict[str, Any]) -> None:
    assert [one for one in watch.missing if "favicon" not in one] == []
