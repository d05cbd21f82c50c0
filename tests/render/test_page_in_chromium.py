"""The page in a real browser: silent, offline, accessible, in every light and width."""

from __future__ import annotations

from importlib import import_module, resources
from pathlib import Path

import audits
import comparisons
import gates
import pytest
import rankings
import validations

from judgekit.filtering.reviewing import load_verdicts
from judgekit.render import (
    defences_to_html,
    gate_to_html,
    judges_to_html,
    review_to_html,
    to_html,
    validation_to_html,
)

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-extensions",  # the distribution's own
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STATES = {
    "realistic": lambda: to_html(audits.realistic()),
    "graded": lambda: to_html(audits.scored(audits.graded())),
    "all-unscored": lambda: to_html(audits.all_unscored()),
    "hostile": lambda: to_html(audits.hostile()),
    "recorded": lambda: to_html(audits.recorded()),
    "gate": lambda: gate_to_html(gates.report()),
    "hostile-gate": lambda: gate_to_html(gates.hostile()),
    "review": lambda: review([gates.escalated("a"), gates.escalated("b", original=None)]),
    "hostile-review": lambda: review(gates.hostile_rows()),
    "mvvp": lambda: validation_to_html(validations.hostile()),
    "judges": lambda: judges_to_html(rankings.realistic(), {"small and cheap": "a/report.html"}),
    "hostile-judges": lambda: judges_to_html(rankings.hostile()),
}


def review(rows):
    (page,) = review_to_html(rows, len(rows)).values()
    return "".join(page)


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
        (folder / f"{name}.html").write_text(make(), encoding="utf-8")
    page = defences_to_html(comparisons.realistic())
    (folder / "defences.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tab(browser):
    """Return the tab that shows the pages in turn, for a tab of its own for each is dear."""
    page = browser.new_page()
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("dialog", lambda dialog: page.heard.append(dialog.message))
    page.on("request", lambda request: page.heard.append(request.url))
    return page


@pytest.fixture
def opened(tab, folder):
    """Open a page: it may load itself and nothing else; what it says or asks is kept."""

    def opened(name):
        url = (folder / f"{name}.html").as_uri()
        if tab.url != url:
            tab.heard = []
            tab.goto(url)
            tab.heard = [x for x in tab.heard if x not in (url, "data:,")]
        return tab

    return opened


@pytest.fixture
def visit(opened):
    """Show a page on a screen of a size, by day or by night."""

    def visit(name, *, width=1280, height=720, color_scheme="light"):
        page = opened(name)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="screen", color_scheme=color_scheme)
        return page

    return visit


@pytest.fixture
def fresh(browser, folder):
    """Open a page in a browser that has never seen it, for tests that press its keys."""
    contexts = []

    def fresh(name, **settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield fresh
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "name",
    [
        "realistic",
        "all-unscored",
        "hostile",
        "hostile-gate",
        "hostile-review",
        "defences",
        "mvvp",
        "hostile-judges",
    ],
)
def test_the_page_is_silent_and_asks_for_nothing(visit, name):
    assert visit(name).heard == []


@pytest.mark.parametrize(
    "name",
    [
        "realistic",
        "hostile",
        "graded",
        "hostile-gate",
        "hostile-review",
        "defences",
        "mvvp",
        "hostile-judges",
    ],
)
def test_the_page_never_scrolls_sideways_on_a_telephone(visit, name):
    page = visit(name, width=400, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def test_the_style_sheet_passes_the_policy(visit):
    colour = "getComputedStyle(document.querySelector('.badge')).color"
    assert visit("realistic").evaluate(colour) == "rgb(176, 54, 26)"


def test_the_dark_page_is_dark(visit):
    page = visit("realistic", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 21, 23)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_screen_shows_the_answer_and_the_largest_shift(visit, scheme):
    page = visit("realistic", color_scheme=scheme, width=1200, height=800)
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
    outside = """[...document.querySelectorAll('#shifts table .mark')].filter(mark => {
        const [m, p] = [mark, mark.closest('.plot')].map(e => e.getBoundingClientRect());
        return m.left < p.left - 7 || m.right > p.right + 7 || m.top < p.top || m.bottom > p.bottom
    }).length"""
    assert page.locator("#shifts table .mark").count() == 52
    assert page.evaluate(outside) == 0


def test_hostile_text_is_text(visit):
    page = visit("hostile")
    assert page.locator("img, body script:not(:last-child)").count() == 0
    assert "<script>alert('x')</script>" in page.locator("blockquote").first.inner_text()


def test_the_page_reads_without_its_style_sheet(tab, folder, tmp_path):
    bare = (folder / "realistic.html").read_text(encoding="utf-8").replace("sha256-", "sha256-no")
    (tmp_path / "bare.html").write_text(bare, encoding="utf-8")
    tab.goto((tmp_path / "bare.html").as_uri())
    text = tab.inner_text("body")
    assert (
        text.index("May I use this judge?")
        < text.index("+2.41")
        < text.index("Make this audit again")
    )


def test_the_keyboard_reaches_the_answer_first(visit):
    page = visit("realistic")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"


def test_the_first_screen_of_a_gate_says_whose_word_and_what_is_promised(visit):
    page = visit("gate", width=1200, height=800)
    for text in ("588 of 1,000 rows", "28 on the judge's word; of the judge's rows at most 5.0 %"):
        box = page.get_by_text(text).first.bounding_box()
        assert box["y"] + box["height"] < 800


def test_verdicts_given_by_keyboard_are_read_by_the_gate(fresh, tmp_path):
    page = fresh("review")
    for key in ("1", "n", *"Sound.", "Escape", "j", "2", "3"):
        page.keyboard.press(key)
    assert page.locator("#progress").inner_text() == "2 of 2 decided"
    verdicts = load_verdicts(saved(page, tmp_path))
    assert {v.id: (v.verdict, v.note) for v in verdicts} == {
        "a": ("keep", "Sound."),
        "b": ("drop", ""),
    }
    assert verdicts[0].sha256 == gates.escalated().sha256


def test_a_verdict_given_twice_is_taken_back_and_is_remembered(fresh):
    page = fresh("review")
    for key in ("1", "ArrowRight", "3", "3"):
        page.keyboard.press(key)
    page.wait_for_function("localStorage.length")
    page.reload()
    pressed = page.locator('[aria-pressed="true"]')
    pressed.first.wait_for()
    assert pressed.evaluate_all("all => all.map(b => b.value)") == ["keep"]


def test_a_browser_that_remembers_nothing_says_so(fresh):
    page = fresh("review")
    assert page.locator("#forgets").is_hidden()
    page.add_init_script("delete Window.prototype.localStorage; delete window.localStorage")
    page.reload()
    assert page.locator("#forgets").is_visible()


def test_hostile_rows_are_saved_under_their_very_ids(fresh, tmp_path):
    page = fresh("hostile-review")
    for key in ("1", "j", "1", "j", "1"):
        page.keyboard.press(key)
    assert [v.id for v in load_verdicts(saved(page, tmp_path))] == [
        row.id for row in gates.hostile_rows()
    ]


def test_a_review_is_readable_without_script(fresh):
    page = fresh("review", java_script_enabled=False)
    assert page.get_by_text("Giving verdicts needs script.").is_visible()
    assert page.get_by_text(gates.SOURCE).first.is_visible()
    assert not page.get_by_role("button").count()


def saved(page, folder):
    with page.expect_download() as download:
        page.keyboard.press("s")
    download.value.save_as(folder / download.value.suggested_filename)
    return folder / "reviewed.jsonl"


def test_attacks_are_found_sorted_and_linked_to_by_keyboard(fresh):
    page = fresh("realistic")
    first = page.locator("#full tbody:not([hidden]) th").first
    page.locator("#sought").focus()
    page.keyboard.type("Fence EARLY")
    assert page.locator("#counted").inner_text() == "1 of 52 shown"
    page.evaluate("location.hash = 'attack-social/apology'")
    page.wait_for_function("!document.querySelector(':target').hidden")
    page.locator("#of-verdict").select_option("inconclusive")
    page.get_by_role("button", name="shift", exact=True).press("Enter")
    assert first.inner_text() == "authority/peer-reviewed"
    page.keyboard.press("Enter")
    assert first.inner_text() == "social/apology"
    page.locator("#fold").press("Enter")
    page.emulate_media(media="print")
    assert page.get_by_text("code-comment", exact=True).first.is_visible()


def test_paper_shows_the_whole_table(visit):
    page = visit("realistic", width=688, height=980)
    page.emulate_media(media="print")
    hidden = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > 690).length"
    assert page.evaluate(hidden) == 0


@pytest.mark.parametrize(
    "name", ["graded", "all-unscored", "recorded", "gate", "review", "defences", "mvvp", "judges"]
)
def test_axe_finds_nothing(visit, axe, name):
    assert violations(visit(name), axe) == []


@pytest.mark.parametrize("name", ["graded", "gate", "review", "mvvp", "judges"])
def test_axe_finds_enough_contrast_in_the_dark(visit, axe, name):
    page = visit(name, color_scheme="dark")
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


@pytest.mark.parametrize("name", ["judges", "graded", "gate"])
def test_a_drawing_stays_in_its_cell(visit, name):
    astray = visit(name).evaluate(
        """[...document.querySelectorAll("td.plot > svg")].filter(svg => {
            const [own, cell] = [svg, svg.parentElement].map(e => e.getBoundingClientRect());
            return own.width && (own.top < cell.top - 1 || own.bottom > cell.bottom + 1);
        }).length"""
    )
    assert astray == 0
