"""The page in a real browser: silent, offline, accessible, in every light and width."""

from __future__ import annotations

from importlib import import_module, resources
from pathlib import Path

import audits
import comparisons
import pytest

from judgekit.render import defences_to_html, to_html

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STATES = {
    "realistic": audits.realistic,
    "graded": audits.graded,
    "all-unscored": audits.all_unscored,
    "hostile": audits.hostile,
    "recorded": audits.recorded,
}


# Not for the session: while it lives, playwright's loop keeps every other test from running one.
@pytest.fixture(scope="module")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, make in STATES.items():
        (folder / f"{name}.html").write_text(to_html(make()), encoding="utf-8")
    page = defences_to_html(comparisons.realistic())
    (folder / "defences.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture
def visit(browser, folder):
    """Open a page that may load itself and nothing else; what it says or asks is kept."""
    contexts = []

    def visit(name, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.heard = []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("dialog", lambda dialog: page.heard.append(dialog.message))
        page.on("request", lambda request: page.heard.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        page.heard = [x for x in page.heard if x not in (page.url, "data:,")]
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["realistic", "all-unscored", "hostile", "defences"])
def test_the_page_is_silent_and_asks_for_nothing(visit, name):
    assert visit(name).heard == []


@pytest.mark.parametrize("name", ["realistic", "hostile", "graded", "defences"])
def test_the_page_never_scrolls_sideways_on_a_telephone(visit, name):
    page = visit(name, viewport={"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def test_the_style_sheet_passes_the_policy(visit):
    colour = "getComputedStyle(document.querySelector('.badge')).color"
    assert visit("realistic").evaluate(colour) == "rgb(176, 54, 26)"


def test_the_dark_page_is_dark(visit):
    page = visit("realistic", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 21, 23)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_screen_shows_the_answer_and_the_largest_shift(visit, scheme):
    page = visit("realistic", color_scheme=scheme, viewport={"width": 1200, "height": 800})
    assert len(page.screenshot()) > 20_000
    for text in (
        "No, not within this budget",
        "The largest shifts against expectation",
        "spoiled answers noticed",
    ):
        box = page.get_by_text(text, exact=True).bounding_box()
        assert box["y"] + box["height"] < 800


def test_every_measured_attack_has_a_mark_inside_the_drawing(visit):
    page = visit("realistic")
    outside = """[...document.querySelectorAll('#shifts .plot .mark')].filter(mark => {
        const [m, p] = [mark, mark.closest('.plot')].map(e => e.getBoundingClientRect());
        return m.left < p.left - 7 || m.right > p.right + 7 || m.top < p.top || m.bottom > p.bottom
    }).length"""
    assert page.locator("#shifts .plot .mark").count() == 52
    assert page.evaluate(outside) == 0


def test_hostile_text_is_text(visit):
    page = visit("hostile")
    assert page.locator("script, img").count() == 0
    assert "<script>alert('x')</script>" in page.locator("blockquote").first.inner_text()


def test_the_page_reads_without_its_style_sheet(browser, folder, tmp_path):
    bare = (folder / "realistic.html").read_text(encoding="utf-8").replace("sha256-", "sha256-no")
    (tmp_path / "bare.html").write_text(bare, encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "bare.html").as_uri())
    text = page.inner_text("body")
    page.close()
    assert (
        text.index("May I use this judge?")
        < text.index("+2.41")
        < text.index("Make this audit again")
    )


def test_the_keyboard_reaches_the_answer_first(visit):
    page = visit("realistic")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"


def test_paper_shows_the_whole_table(visit):
    page = visit("realistic", viewport={"width": 688, "height": 980})
    page.emulate_media(media="print")
    hidden = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > 690).length"
    assert page.evaluate(hidden) == 0


@pytest.mark.parametrize("name", ["graded", "all-unscored", "recorded", "defences"])
def test_axe_finds_nothing(visit, axe, name):
    assert violations(visit(name), axe) == []


def test_axe_finds_enough_contrast_in_the_dark(visit, axe):
    page = visit("graded", color_scheme="dark")
    assert violations(page, axe, runOnly=["color-contrast"]) == []


def violations(page, axe, **options):
    page.evaluate(axe)
    found = page.evaluate("o => axe.run(o)", {"resultTypes": ["violations"], **options})
    return [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]]


@pytest.fixture(scope="module")
def axe():
    try:
        package = import_module("axe_playwright_python")
    except ImportError:
        pytest.skip("axe-playwright-python is not installed")
    return resources.files(package).joinpath("axe.min.js").read_text(encoding="utf-8")
