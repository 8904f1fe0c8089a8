"""The commands that guard quality: `onrecord evaluate`, `agreement` and `diff`."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.config import build_settings

if TYPE_CHECKING:
    from pipeline.quality import GateResult

quality_app = typer.Typer()


class SummaryForm(StrEnum):
    """How figures are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@quality_app.command("evaluate")
def evaluate_command(
    gold: Annotated[Path, typer.Argument(help="Gold annotation, as JSON Lines.", show_default=False)],
    run: Annotated[
        Path | None,
        typer.Option(
            "--run", help="Output folder of a run on the annotated articles; else they are extracted now.", show_default=False
        ),
    ] = None,
    floors: Annotated[
        Path | None, typer.Option(help="File with floors; below one the exit status is 1.", show_default=False)
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to this run's scores.")] = False,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="Let --update lower floors too.")] = False,
    form: Annotated[SummaryForm, typer.Option("--format", help="Text, JSON, or Markdown for a pull request.")] = SummaryForm.TEXT,
    slices: Annotated[bool, typer.Option("--slices", help="Show the slices in the text; the other formats hold them.")] = False,
) -> None:
    """Score a run against gold annotation.

    Exit status 1 where a score fell below its floor, with the rows that were lost; 2 where the gold cannot be read.

    Example: onrecord evaluate tests/quality/gold.jsonl --run data/out
    """
    from pipeline.quality import run_gate
    from pipeline.quality.gold import find_articles
    from pipeline.run import extract

    if run is not None:
        result = run_gate(gold, run, floors, update, allow_lower)
    else:
        with TemporaryDirectory(prefix="onrecord-") as folder:
            out = Path(folder) / "out"
            extract(find_articles(gold), out, build_settings())
            result = run_gate(gold, out, floors, update, allow_lower)
    print(_summary(result, form, slices), end="")
    if result.exit_code:
        raise typer.Exit(result.exit_code)


def _summary(result: GateResult, form: SummaryForm, with_slices: bool) -> str:
    from pipeline.quality.markdown import markdown
    from pipeline.quality.summary import as_json, text_lines

    if form is SummaryForm.JSON:
        return json.dumps(as_json(result), ensure_ascii=False, indent=2) + "\n"
    if form is SummaryForm.MARKDOWN:
        return markdown(result)
    return "".join(f"{line}\n" for line in text_lines(result, with_slices))


@quality_app.command("agreement")
def agreement_command(
    first: Annotated[Path, typer.Argument(help="Gold annotation, as JSON Lines.", show_default=False)],
    second: Annotated[Path, typer.Argument(help="Another annotator's, of some of the same articles.", show_default=False)],
    rows: Annotated[bool, typer.Option("--rows", help="Print every difference, too.")] = False,
) -> None:
    """Tell how far two annotations of the same articles agree.

    Example: onrecord agreement tests/quality/gold.jsonl tests/quality/gold.jsonl
    """
    from pipeline.quality.agreement import agreement_lines, measure_agreement

    print("\n".join(agreement_lines(measure_agreement(first, second), rows)))


class DiffForm(StrEnum):
    """How a comparison is printed."""

    TEXT = "text"
    JSON = "json"


@quality_app.command("diff")
def diff_command(
    old: Annotated[Path, typer.Argument(help="Output folder of a run.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="Output folder of another.", show_default=False)],
    form: Annotated[DiffForm, typer.Option("--format", help="Text or JSON.")] = DiffForm.TEXT,
    html: Annotated[Path | None, typer.Option(help="Folder for pages with the articles side by side.", show_default=False)] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="A column that may differ, such as confidence.", metavar="COLUMN", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows of each table that the text shows; the counts are of all.")] = 10,
    max_pages: Annotated[int, typer.Option(min=0, help="Articles that get a page; the counts are of all.")] = 1000,
) -> None:
    """Compare two runs row by row: what was lost, added or changed in each table, and in which columns.

    Exit status 0 where they are equal, 1 where they differ, 2 where one cannot be read.

    Example: onrecord diff data/before data/out --html build/diff
    """
    from pipeline.quality.diff import compare_runs
    from pipeline.quality.diff.lines import JsonWriter, TextLines
    from pipeline.quality.diff.runs import count_rows
    from pipeline.quality.diff.site import SiteWriter
    from pipeline.quality.diff.tally import Tally

    tally = Tally(count_rows(old), count_rows(new))
    changed = compare_runs(old, new, ignore or ())
    printed = TextLines(limit) if form is DiffForm.TEXT else JsonWriter(sys.stdout)
    site = None if html is None else SiteWriter(html, (str(old), str(new)), max_pages)
    for article in changed:
        tally.add(article)
        printed.add(article)
        if site is not None:
            site.add(article)
    if isinstance(printed, JsonWriter):
        printed.finish(tally)
    else:
        print("\n".join(printed.lines(tally)))
    if site is not None:
        site.finish(tally)
    if not tally.is_equal:
        raise typer.Exit(1)
