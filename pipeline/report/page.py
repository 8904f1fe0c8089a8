"""The frame of every page of a report: head, header, navigation, footer."""

from __future__ import annotations

from importlib.resources import files

from pipeline.markup.html import Html, element, join

ASSETS = ("report.css", "theme.js", "report.js", "list.js")
"""Files beside this module that a report holds as they are."""

_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Scripts and styles come from the report's own files only: what the text of an article smuggles in would not run."""

PAGES = (("index.html", "Overview"), ("articles.html", "Articles"))
"""Of a report, for its navigation."""


def asset(name: str) -> str:
    """The text of a file of the report."""
    return files("pipeline.report").joinpath("assets", name).read_text(encoding="utf-8")


def page(
    title: str,
    body: Html,
    *,
    here: str,
    up: str = "",
    scripts: tuple[str, ...] = (),
    run_name: str = "",
    pages: tuple[tuple[str, str], ...] = PAGES,
) -> str:
    """A whole page.

    Args:
        title: of the window.
        body: what stands in `main`.
        here: file name of the page, which the navigation does not link to.
        up: path from the page's folder to that of the report, such as "../../".
        scripts: of `ASSETS`, beside the one that every page has.
        run_name: what the report is of.
        pages: file name and label of those that the navigation leads to.
    """
    links = [element("a", label, href=up + name, aria_current="page" if name == here else None) for name, label in pages]
    head = join(
        [
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            element("meta", name="color-scheme", content="light dark"),
            element("title", f"{title} · onrecord"),
            element("link", rel="stylesheet", href=f"{up}assets/report.css"),
            element("script", src=f"{up}assets/theme.js"),
            *(element("script", src=f"{up}assets/{name}", defer=True) for name in scripts),
        ]
    )
    top = element(
        "header",
        element("a", "Skip to content", href="#main", class_="skip"),
        element("span", element("b", "onrecord"), " ", element("span", run_name, class_="run-name"), class_="brand"),
        element("nav", *links, aria_label="Report"),
        element("button", "Theme", type="button", id="theme", class_="plain", hidden=True),
        class_="top",
    )
    return "<!DOCTYPE html>\n" + element(
        "html", element("head", head), element("body", top, element("main", body, id="main", tabindex=-1)), lang="en"
    )
