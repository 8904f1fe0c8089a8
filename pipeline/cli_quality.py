"""The commands that guard quality: `onrecord evaluate` and `onrecord diff`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from pipeline.config import build_settings
from pipeline.quality import GateResult, run_gate
from pipeline.quality.gold import find_articles
from pipeline.quality.markdown import markdown
from pipeline.quality.summary import as_json, text_lines
from pipeline.run import extract

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
    if form is SummaryForm.JSON:
        return json.dumps(as_json(result), ensure_ascii=False, indent=2) + "\n"
    if form is SummaryForm.MARKDOWN:
        return markdown(result)
    return "".join(f"{line}\n" for line in text_lines(result, with_slices))
