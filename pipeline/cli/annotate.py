"""The commands `onrecord annotate export` and `onrecord annotate import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.annotation.tools import Tool

Format = Annotated[Tool, typer.Option("--format", "-f", help="Tool that annotates.", show_default=False)]

annotate_app = typer.Typer(
    name="annotate",
    help="Take annotation to Label Studio, Prodigy, brat or INCEpTION, and back as gold.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@annotate_app.command("export")
def export_command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Output folder of a run.", show_default=False)],
    tool: Format,
    out: Annotated[Path, typer.Option("--out", "-o", help="New folder to write to.", show_default=False)],
    gold: Annotated[
        Path | None, typer.Option(help="Only the articles of this gold, with its annotation instead of the run's rows.")
    ] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Without any annotation, for an independent pass.")] = False,
) -> None:
    """Write the articles of a run for an annotation tool, with the run's rows as a first annotation to correct.

    The folder has all that the tool needs: labels, links and questions too.

    Example: onrecord annotate export data/out --format brat --out data/brat
    """
    from pipeline.annotation.transfer import export_run

    done = export_run(run, tool, out, gold, blank)
    print("".join(f"not in the run: {article}\n" for article in done.absent), end="")
    print(f"{done.n_articles:,} articles for {tool} in {out}")


@annotate_app.command("import")
def import_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Files that the tool exported, or folders of them.", show_default=False),
    ],
    tool: Format,
    out: Annotated[Path, typer.Option("--out", "-o", help="Gold file, which keeps its other articles.", show_default=False)],
    articles: Annotated[
        Path | None,
        typer.Option(help="For brat and INCEpTION: articles.jsonl, where it is not beside the files.", show_default=False),
    ] = None,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="For Label Studio and Prodigy: take tasks that nobody has annotated, too.")
    ] = False,
) -> None:
    """Read annotation into gold, for `onrecord evaluate`.

    Articles that the gold file holds already are replaced. A file that is wrong changes nothing: the error names its line.

    Example: onrecord annotate import data/brat --format brat --out gold.jsonl
    """
    from pipeline.annotation.transfer import import_files

    done = import_files(files, tool, out, articles, unreviewed)
    print(f"{out}: {done.n_new:,} articles new, {done.n_replaced:,} replaced, {done.n_kept:,} kept")
    if done.n_skipped:
        print(f"{done.n_skipped:,} tasks are not annotated and were left out; --unreviewed takes those that nobody has decided on")
