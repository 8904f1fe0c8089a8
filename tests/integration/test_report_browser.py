"""The report in a real browser: what it shows, how it answers, and whether everyone can use it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.quality.diff import compare_runs
from pipeline.quality.diff.runs import count_rows
from pipeline.quality.diff.site import SiteWriter
from pipeline.quality.diff.tally import Tally
from pipeline.report.article_page import article_path
from pipeline.report.site import write_report
from pipeline.store import rewrite_parts
from tests.reports import hostile_run

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
HAS_PLAYWRIGHT = importlib.util.find_spec("playwright") is not None
HAS_AXE = importlib.util.find_spec("axe_playwright_python") is not None

pytestmark = [
    pytest.mark.skipif(not HAS_PLAYWRIGHT, reason="playwright is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; on Debian: apt-get install chromium"),
]


MUSEUM = "Museum director quits"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(samples_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("browser") / "report"
    write_report(pipeline.load(samples_run), out)
    return out


@pytest.fixture(scope="module")
def museum(samples_run: Path, report: Path) -> Path:
    return report / article_path(pipeline.load(samples_run).article(MUSEUM).rows.article["article_id"])


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that must not complain: no error, no blocked script, no request that leaves the disk."""
    options = getattr(request, "param", {})
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda each: None if each.url.startswith("file:") else complaints.append(each.url))
    yield opened
    context.close()
    assert complaints == []


def expect(locator: Any) -> Any:
    """Playwright's own, imported late: the module must be collected where it is not installed."""
    from playwright.sync_api import expect as expect_soon

    return expect_soon(locator)


def lit(page: Any, selector: str) -> list[str]:
    found: list[str] = page.locator(selector).all_inner_texts()
    return found


def test_pointing_at_a_statement_lights_content_cue_and_speaker(page: Any, museum: Path):
    page.goto(museum.as_uri())
    page.locator(".text .st", has_text="this museum").first.hover()
    assert (
        "".join(lit(page, ".text .st.on-s"))
        == "“Geoffrey gave this museum 15 years,”“He also gave away something that was not his to give.”"
    )
    assert lit(page, ".text .cu.on-s") == ["said"]
    assert lit(page, ".text .sp.on-s") == ["Osei"]
    assert "Harriet Osei" in page.locator("#card").inner_text()
    assert "direct" in page.locator("#card").inner_text()
    page.locator("h2").first.hover()
    assert page.locator("#card").is_hidden()
    assert page.locator(".text .on").count() == 0


def test_pointing_at_a_speaker_or_an_entry_lights_the_same(page: Any, museum: Path):
    page.goto(museum.as_uri())
    page.locator(".text .sp", has_text="Osei").first.hover()
    from_text = lit(page, ".text .on-s")
    page.locator("#panel li", has_text="Geoffrey gave this museum").first.hover()
    assert lit(page, ".text .on-s") == from_text
    assert page.locator("#card").is_hidden()


def test_pointing_at_an_event_lights_its_participants(page: Any, museum: Path):
    page.goto(museum.as_uri())
    page.locator(".text .ev", has_text=re.compile("^resigned$")).first.hover()
    assert "The director of the " in lit(page, ".text .on-e")
    assert "actor" in page.locator("#card").inner_text()


def test_a_layer_can_be_hidden_and_stays_hidden(page: Any, museum: Path):
    page.goto(museum.as_uri())
    statement = page.locator(".text .st.direct").first
    tint = statement.evaluate("each => getComputedStyle(each).backgroundColor")
    page.get_by_role("button", name="Statements").click()
    expect(page.locator(".text .ref").first).to_be_hidden()
    page.wait_for_timeout(200)  # the colour fades
    assert statement.evaluate("each => getComputedStyle(each).backgroundColor") != tint
    page.locator(".text .st.direct .nothing, .text .st.direct:not(.ev, .da, .na, .sp, .cu)").first.hover()
    assert page.locator("#card").is_hidden()
    page.reload()
    assert page.get_by_role("button", name="Statements").get_attribute("aria-pressed") == "false"
    page.keyboard.press("1")
    assert page.get_by_role("button", name="Statements").get_attribute("aria-pressed") == "true"


def test_the_keyboard_goes_through_statements_and_articles(page: Any, museum: Path):
    page.goto(museum.as_uri())
    page.keyboard.press("j")
    assert page.locator("#card").is_visible()
    first = lit(page, ".text .st.on-s")
    page.keyboard.press("j")
    assert lit(page, ".text .st.on-s") != first
    page.keyboard.press("k")
    assert lit(page, ".text .st.on-s") == first
    page.keyboard.press("Escape")
    assert page.locator(".text .on").count() == 0
    page.keyboard.press("e")
    assert lit(page, ".text .ev.on-e") == ["quits"]
    page.keyboard.press("d")
    assert lit(page, ".text .da.on-d") == ["March 12, 2024"]
    page.keyboard.press("Shift+?")
    assert page.locator("#keys-help").is_visible()
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != museum.as_uri())
    page.keyboard.press("p")
    page.wait_for_url(museum.as_uri())


def test_the_number_of_a_statement_can_be_reached_by_tab(page: Any, museum: Path):
    page.goto(museum.as_uri())
    page.locator("#t-s2").focus()
    assert page.locator("#card").is_visible()
    assert lit(page, ".text .sp.on-s") == ["Osei"]


def test_an_entry_leads_to_its_words_even_from_a_closed_list(page: Any, museum: Path):
    page.goto(museum.as_uri() + "#e2")
    assert page.locator("#e2").is_visible()
    page.locator("#e2 .back").click()
    assert page.url.endswith("#t-e2")
    assert lit(page, ".text .ev.on-e") == [page.locator("#e2 .back").inner_text()]


def test_the_list_searches_titles_outlets_and_names(page: Any, report: Path):
    page.goto((report / "articles.html").as_uri())
    expect(page.locator("#found")).to_have_text("18 of 18 articles")
    page.locator("#search").fill("OSEI museum")
    expect(page.locator("#found")).to_have_text("1 of 18 articles")
    assert MUSEUM in page.locator("#list").inner_text()
    page.locator("#search").fill("agencia")  # Agência
    expect(page.locator("#list li")).to_have_count(1)
    page.locator("#search").fill("no such words")
    expect(page.locator("#found")).to_have_text("0 of 18 articles")
    page.locator("#search").fill("")
    page.locator("#order").select_option("statements")
    expect(page.locator("#list li")).to_have_count(18)
    counts = [int(n) for n in re.findall(r"(\d+) statements?", page.locator("#list").inner_text())]
    assert counts == sorted(counts, reverse=True)
    page.locator("#list a").first.click()
    expect(page.locator("article .text")).to_be_visible()


def test_a_name_of_the_overview_leads_to_its_articles(page: Any, report: Path):
    page.goto((report / "index.html").as_uri())
    page.get_by_role("link", name="Geoffrey Lyle").first.click()
    expect(page.locator("#list li")).to_have_count(1)
    assert MUSEUM in page.locator("#list").inner_text()
    assert page.locator("#search").input_value() == "Geoffrey Lyle"


def test_the_theme_follows_the_system_and_the_button(page: Any, report: Path):
    page.goto((report / "index.html").as_uri())
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(colour)
    assert light != dark
    page.locator("#theme").click()
    assert (page.locator("#theme").inner_text(), page.evaluate(colour)) == ("Theme: light", light)
    page.reload()
    assert page.evaluate(colour) == light


def test_what_is_printed_is_text_without_controls(page: Any, museum: Path):
    page.goto(museum.as_uri())
    page.emulate_media(media="print")
    assert page.locator(".toolbar").is_hidden()
    assert page.locator(".text").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_everything_can_be_read(page: Any, museum: Path, report: Path):
    page.goto(museum.as_uri())
    assert page.locator(".text .st").first.is_visible()
    assert page.locator("#s0").is_visible()
    page.locator("#t-s3").click()
    assert page.url.endswith("#s3")
    page.goto((report / "articles.html").as_uri())
    assert page.locator("#list li").count() == 18


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_window(page: Any, museum: Path, report: Path, comparison: list[Path], width: int):
    page.set_viewport_size({"width": width, "height": 800})
    for path in (museum, report / "index.html", report / "articles.html", *comparison):
        page.goto(path.as_uri())
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name


def test_hostile_strings_do_nothing(page: Any, samples_run: Path, tmp_path: Path):
    run = hostile_run(pipeline.load(samples_run))
    write_report(run, tmp_path / "report")
    paths = ["index.html", "articles.html", article_path(run.articles["article_id"].iloc[5])]
    for path in paths:
        page.goto((tmp_path / "report" / path).as_uri())
        page.wait_for_timeout(150)
        if path.startswith("articles/"):
            page.locator(".text .st").first.hover()
            page.keyboard.press("j")
        assert page.evaluate("window.hacked") is None
        assert page.locator("main img, main script, main iframe, main i").count() == 0


@pytest.fixture(scope="module")
def comparison(samples_run: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of `onrecord diff` on the samples and a run without their first twenty dates: the list, and an article."""
    folder = tmp_path_factory.mktemp("comparison")
    shutil.copytree(samples_run, folder / "worse")
    rewrite_parts(folder / "worse", "dates", lambda dates: dates.slice(20))
    tally = Tally(count_rows(samples_run), count_rows(folder / "worse"))
    site = SiteWriter(folder / "pages", ("before", "after"), 10)
    for article in compare_runs(samples_run, folder / "worse"):
        tally.add(article)
        site.add(article)
    site.finish(tally)
    return [folder / "pages" / "index.html", sorted((folder / "pages" / "articles").rglob("*.html"))[0]]


@pytest.mark.parametrize("width", [390, 1280])
def test_two_runs_stand_side_by_side_where_there_is_room(page: Any, comparison: list[Path], width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(comparison[0].as_uri())
    page.locator("ol.list a").first.click()
    left, right = (page.locator(".pair > div").nth(number).bounding_box() for number in (0, 1))
    assert (left["y"] == right["y"]) is (width == 1280)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("a.back").first.click()
    assert page.locator(":target").count() == 1
    assert page.locator(".was-lost").count() > 1


@pytest.mark.skipif(not HAS_AXE, reason="axe-playwright-python is not installed")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_barrier(browser: Any, museum: Path, report: Path, comparison: list[Path], scheme: str, width: int):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for path in (museum, report / "index.html", report / "articles.html"):
        page.goto(path.as_uri())
        page.wait_for_timeout(150)
        if path == museum:
            page.keyboard.press("j")
            page.keyboard.press("6")  # with names, every layer shows
            page.keyboard.press("Shift+?")
            page.wait_for_timeout(250)
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == [], path.name
    context.close()
