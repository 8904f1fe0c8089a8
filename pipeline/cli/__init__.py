"""The command line: parses, calls, prints, exits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipeline.cli.annotate import annotate_app
from pipeline.cli.console import fail, to_stderr
from pipeline.cli.extracting import extract_command
from pipeline.cli.quality import quality_app
from pipeline.config import build_settings
from pipeline.errors import ConfigError, OnrecordError
from pipeline.storage import locate

PAGES_SHOWN = 100
"""Pages of a report after which the terminal is told how many there are."""

MOST_COLUMNS = 100
"""Columns that a text is at most shown in."""

app = typer.Typer(
    name="onrecord",
    help="Turns English news articles into tables of who said what, who did what, and when.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(annotate_app)
app.add_typer(quality_app)


def main() -> None:
    """Runs the command line; an error that a user can act on becomes one line on standard error and exit status 2."""
    try:
        app(prog_name="onrecord")
    except OnrecordError as error:
        fail(str(error))


def _show_version(wanted: bool) -> None:
    if wanted:
        from pipeline.manifest import code_version

        print(f"onrecord {code_version()}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


app.command("extract")(extract_command)


@app.command("status")
def status_command(
    out: Annotated[Path, typer.Argument(parser=locate, metavar="OUT", help="Output folder of a run.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell how far a run is: one that goes on, was killed or is finished.

    Example: onrecord status data/out
    """
    from pipeline.status import read_status

    status = read_status(out)
    print(json.dumps(status.as_dict(), ensure_ascii=False) if as_json else "\n".join(status.lines()))


@app.command("show")
def show_command(
    article: Annotated[str, typer.Argument(help="Id or URL of an article, or a part of its title or path.", show_default=False)],
    run: Annotated[Path, typer.Option("--run", parser=locate, metavar="OUT", help="Output folder of a run.")] = Path("data/out"),
) -> None:
    """Show an article in the terminal, with statements, speakers, cues, dates and events marked.

    In colour on a terminal; with brackets in a pipe, or where NO_COLOR is set.

    Example: onrecord show museum-director --run data/out
    """
    from pipeline.reading import load
    from pipeline.terminal import article_view

    found = load(run).article(article)
    console = Console(highlight=False)
    console.width = min(console.width, MOST_COLUMNS) if console.is_terminal else MOST_COLUMNS
    has_colour = console.color_system is not None and not console.no_color
    console.print(article_view(found.rows, has_colour=has_colour))


@app.command("report")
def report_command(
    run: Annotated[Path, typer.Argument(parser=locate, metavar="OUT", help="Output folder of a run.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write to; OUT/report by default.", show_default=False)
    ] = None,
    max_pages: Annotated[int, typer.Option(min=0, help="Articles that get a page; the figures are of all.")] = 20_000,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Write a report on a run: pages to open in a browser, with figures, a list to search, and every article highlighted.

    The folder needs no server and no network; send it as it is.

    Example: onrecord report data/out
    """
    from pipeline.reading import load
    from pipeline.report.site import write_report

    opened = load(run)
    console = Console(stderr=True, quiet=quiet)
    with console.status("writing pages") as status:
        n_done = 0

        def advance(n: int) -> None:
            nonlocal n_done
            n_done += n
            if n_done % PAGES_SHOWN == 0:
                status.update(f"writing pages: {n_done:,} articles")

        written = write_report(opened, out or run / "report", max_pages, advance)
    if not quiet:
        print(f"{written.n_pages:,} of {written.n_articles:,} articles have a page; open {written.index}")


@app.command("link")
def link_command(
    out: Annotated[Path, typer.Argument(parser=locate, metavar="OUT", help="Output folder of a finished run.", show_default=False)],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Join surnames and acronyms across the articles of a run, where its full names leave one meaning.

    Example: onrecord link data/out
    """
    from pipeline.link import link

    linked = link(out)
    if not quiet:
        print(f"{linked.n_joined:,} of {linked.n_short:,} short names joined to a full name of another article")


@app.command("bench")
def bench_command(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", help="Files and folders of articles.", show_default=False)],
    articles: Annotated[int, typer.Option(help="Articles to run; those of the inputs are repeated.")] = 1000,
    repeats: Annotated[int, typer.Option(help="Times that each is measured; the least counts.")] = 3,
    model: Annotated[str | None, typer.Option(help="spaCy pipeline.")] = None,
) -> None:
    """Time the whole command, each stage and raw spaCy on the same articles.

    Example: onrecord bench data/raw/samples --articles 20 --repeats 1
    """
    from pipeline.bench import measure

    print("\n".join(measure(inputs, build_settings(model=model), articles, repeats).lines()))


@app.command("train")
def train_command(
    component: Annotated[
        str, typer.Argument(help="What to train: statements, names, labels, events or factuality.", show_default=False)
    ],
    corpora: Annotated[
        list[Path],
        typer.Argument(metavar="CORPUS…", help="Annotated corpora to learn from, as JSON Lines.", show_default=False),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Weights file to write.", show_default=False)],
    held_out: Annotated[
        list[Path] | None,
        typer.Option("--held-out", help="Statements: corpus to calibrate on. Names: texts to rehearse.", show_default=False),
    ] = None,
    model: Annotated[str | None, typer.Option(help="spaCy pipeline.")] = None,
) -> None:
    """Train a component from an annotated corpus; the same corpus gives the same weights.

    Example: onrecord train statements train.jsonl --held-out dev.jsonl --out build/weights.npz
    """
    from pipeline.nlp import load_model, load_plain
    from pipeline.training.events import train_events
    from pipeline.training.factuality import train_factuality
    from pipeline.training.labels import train_labels
    from pipeline.training.names import train_names
    from pipeline.training.statements import train_file

    name = build_settings(model=model).model
    if component == "events":
        train_events(corpora, held_out or [], out, load_model(name, with_words=True), to_stderr)
        return
    if len(corpora) > 1:
        raise ConfigError(f"{component} are trained from one corpus; join the files")
    corpus = corpora[0]
    if component == "factuality":
        train_factuality(corpus, out, load_model(name), to_stderr)
    elif component == "statements":
        if not held_out:
            raise ConfigError("statements are calibrated on a corpus of their own; name it with --held-out")
        train_file(corpus, held_out[0], out, load_model(name), to_stderr)
    elif component == "names":
        train_names(load_plain(name), corpus, held_out or [], out, to_stderr)
    elif component == "labels":
        train_labels(load_model(name, own_names=False), load_plain(name), corpus, out, to_stderr)
    else:
        raise ConfigError(f"cannot train {component!r}; known are statements, names, labels, events and factuality")


@app.command("duplicates")
def duplicates_command(
    out: Annotated[Path, typer.Argument(parser=locate, metavar="OUT", help="Output folder of a finished run.", show_default=False)],
    similar: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Share of five-word sequences in common; by default 0.7.", show_default=False),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Mark near-duplicates, such as wire copy on many sites, in articles.duplicate_of.

    The earliest is the original; nothing is removed. Run again, it gives the same.

    Example: onrecord duplicates data/out
    """
    from pipeline.duplicates import SIMILAR, mark_duplicates

    marked = mark_duplicates(out, SIMILAR if similar is None else similar)
    if not quiet:
        print(f"{marked.n_duplicates:,} of {marked.n_articles:,} articles are near-duplicates of an earlier one")


@app.command("formats")
def formats_command() -> None:
    """List the input formats, and where each finds the fields of an article.

    Example: onrecord formats
    """
    from pipeline.report.formats import formats_text

    print("\n".join(formats_text()))


@app.command("docs")
def docs_command(
    folder: Annotated[Path, typer.Argument(help="Folder to write to.", show_default=False)],
) -> None:
    """Write the documentation that is generated from the code: the tables and the formats.

    Example: onrecord docs docs
    """
    from pipeline.report.formats import formats_markdown
    from pipeline.report.tables import tables_markdown
    from pipeline.store import write_text

    write_text(folder / "tables.md", tables_markdown())
    write_text(folder / "formats.md", formats_markdown())
