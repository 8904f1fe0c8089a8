"""The command line: parses, calls, prints, exits."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from pipeline.bench import measure
from pipeline.config import Settings, build_settings
from pipeline.duplicates import SIMILAR, mark_duplicates
from pipeline.errors import ConfigError, OnrecordError
from pipeline.ingest import count_records
from pipeline.link import link
from pipeline.manifest import Summary, code_version
from pipeline.nlp import load_model, load_plain
from pipeline.progress import Bar, Lines
from pipeline.quality import run_gate
from pipeline.quality.agreement import agreement_lines, measure_agreement
from pipeline.reading import load
from pipeline.report.formats import formats_markdown, formats_text
from pipeline.report.site import write_report
from pipeline.report.tables import tables_markdown
from pipeline.run import extract
from pipeline.storage import locate
from pipeline.store import QUARANTINE, write_text
from pipeline.terminal import article_view
from pipeline.training.events import train_events
from pipeline.training.factuality import train_factuality
from pipeline.training.labels import train_labels
from pipeline.training.names import train_names
from pipeline.training.statements import train_file

EXIT_QUARANTINE = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

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


def main() -> None:
    """Runs the command line; an error that a user can act on becomes one line on standard error and exit status 2."""
    try:
        app(prog_name="onrecord")
    except OnrecordError as error:
        fail(str(error))


def fail(message: str, status: int = EXIT_USAGE) -> NoReturn:
    """Prints one line and exits."""
    print(f"onrecord: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(status)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"onrecord {code_version()}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


@app.command("extract")
def extract_command(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            parser=locate, metavar="INPUT…", help="Files and folders of articles, or URLs; - is standard input.", show_default=False
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", parser=locate, metavar="DIR", help="Folder or URL for the tables.", show_default=False)
    ],
    model: Annotated[str | None, typer.Option(help="spaCy pipeline: a name, an installed package or a folder.")] = None,
    own_names: Annotated[
        bool | None,
        typer.Option("--own-names/--model-names", help="Our entity recognizer, or the model's own.", show_default=False),
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="local, or ray for the machines of a Ray cluster.", metavar="NAME", show_default=False)
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes; 0 takes one a processor.")] = None,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="A field of the records: text=maintext.", metavar="NAME=FIELD")] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of text, JSON and CSV; auto guesses where it is not UTF-8.", show_default=False)
    ] = None,
    fix_mojibake: Annotated[
        bool | None, typer.Option("--fix-mojibake", help="Mend text that was once decoded wrongly.", show_default=False)
    ] = None,
    language: Annotated[list[str] | None, typer.Option(help="Languages to extract, as ISO 639-1 codes.")] = None,
    kb: Annotated[
        Path | None, typer.Option(help="CSV file of names with your own ids: id, name, aliases (a|b), label.", show_default=False)
    ] = None,
    shard_size: Annotated[int | None, typer.Option(help="Records in one part of the output.")] = None,
    article_timeout: Annotated[
        int | None, typer.Option(help="Seconds that one article may take; a slower one goes to quarantine.", show_default=False)
    ] = None,
    max_quarantine: Annotated[int | None, typer.Option(help="Quarantined records that are still no failure.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Discard what an earlier run left in the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Extract the tables from articles.

    Run it again after a kill or an interrupt and it goes on where it was.

    Example: onrecord extract data/raw/samples --out data/out
    """
    settings = build_settings(
        config,
        model=model,
        own_names=own_names,
        engine=engine,
        workers=workers,
        fields=_field_map(field),
        encoding=encoding,
        fix_mojibake=fix_mojibake,
        languages=tuple(language) if language else None,
        kb=None if kb is None else str(kb),
        shard_size=shard_size,
        article_timeout=article_timeout,
        max_quarantine=max_quarantine,
    )
    summary = _extract(inputs, out, settings, overwrite=overwrite, quiet=quiet)
    if not quiet:
        print("\n".join(summary_lines(summary)))
    if not summary.is_finished:
        fail("interrupted; finished shards are kept, run the same command to go on", EXIT_INTERRUPTED)
    if settings.max_quarantine is not None and summary.n_quarantined > settings.max_quarantine:
        fail(f"{summary.n_quarantined} records quarantined, more than {settings.max_quarantine}", EXIT_QUARANTINE)


@app.command("show")
def show_command(
    article: Annotated[str, typer.Argument(help="Id or URL of an article, or a part of its title or path.", show_default=False)],
    run: Annotated[Path, typer.Option("--run", parser=locate, metavar="OUT", help="Output folder of a run.")] = Path("data/out"),
) -> None:
    """Show an article in the terminal, with statements, speakers, cues, dates and events marked.

    In colour on a terminal; with brackets in a pipe, or where NO_COLOR is set.

    Example: onrecord show museum-director --run data/out
    """
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
) -> None:
    """Join surnames and acronyms across the articles of a run, where its full names leave one meaning.

    Example: onrecord link data/out
    """
    linked = link(out)
    print(f"{linked.n_joined:,} of {linked.n_short:,} short names joined to a full name of another article")


@app.command("evaluate")
def evaluate_command(
    gold: Annotated[Path, typer.Argument(help="Gold annotation, as JSON Lines.", show_default=False)],
    run: Annotated[Path, typer.Option("--run", help="Output folder of a run on the annotated articles.", show_default=False)],
    floors: Annotated[Path | None, typer.Option(help="File with floors; below one the exit status is 1.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to this run's scores.")] = False,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="Let --update lower floors too.")] = False,
) -> None:
    """Score a run against gold annotation.

    Exit status 1 where a score fell below its floor, with the rows that were lost; 2 where the gold cannot be read.

    Example: onrecord evaluate tests/quality/gold.jsonl --run data/out
    """
    result = run_gate(gold, run, floors, update, allow_lower)
    print("\n".join(result.lines))
    if result.exit_code:
        raise typer.Exit(result.exit_code)


@app.command("agreement")
def agreement_command(
    first: Annotated[Path, typer.Argument(help="Gold annotation, as JSON Lines.", show_default=False)],
    second: Annotated[Path, typer.Argument(help="Another annotator's, of some of the same articles.", show_default=False)],
    rows: Annotated[bool, typer.Option("--rows", help="Print every difference, too.")] = False,
) -> None:
    """Tell how far two annotations of the same articles agree.

    Example: onrecord agreement tests/quality/gold.jsonl tests/quality/gold.jsonl
    """
    print("\n".join(agreement_lines(measure_agreement(first, second), rows)))


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
    name = build_settings(model=model).model
    if component == "events":
        train_events(corpora, held_out or [], out, load_model(name), _to_stderr)
        return
    if len(corpora) > 1:
        raise ConfigError(f"{component} are trained from one corpus; join the files")
    corpus = corpora[0]
    if component == "factuality":
        train_factuality(corpus, out, load_model(name), _to_stderr)
    elif component == "statements":
        if not held_out:
            raise ConfigError("statements are calibrated on a corpus of their own; name it with --held-out")
        train_file(corpus, held_out[0], out, load_model(name, own_names=False), _to_stderr)
    elif component == "names":
        train_names(load_plain(name), corpus, held_out or [], out, _to_stderr)
    elif component == "labels":
        train_labels(load_model(name, own_names=False), load_plain(name), corpus, out, _to_stderr)
    else:
        raise ConfigError(f"cannot train {component!r}; known are statements, names, labels, events and factuality")


@app.command("duplicates")
def duplicates_command(
    out: Annotated[Path, typer.Argument(parser=locate, metavar="OUT", help="Output folder of a finished run.", show_default=False)],
    similar: Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of five-word sequences in common.")] = SIMILAR,
) -> None:
    """Mark near-duplicates, such as wire copy on many sites, in articles.duplicate_of.

    The earliest is the original; nothing is removed. Run again, it gives the same.

    Example: onrecord duplicates data/out
    """
    marked = mark_duplicates(out, similar)
    print(f"{marked.n_duplicates:,} of {marked.n_articles:,} articles are near-duplicates of an earlier one")


@app.command("formats")
def formats_command() -> None:
    """List the input formats, and where each finds the fields of an article.

    Example: onrecord formats
    """
    print("\n".join(formats_text()))


@app.command("docs")
def docs_command(
    folder: Annotated[Path, typer.Argument(help="Folder to write to.", show_default=False)],
) -> None:
    """Write the documentation that is generated from the code: the tables and the formats.

    Example: onrecord docs docs
    """
    write_text(folder / "tables.md", tables_markdown())
    write_text(folder / "formats.md", formats_markdown())


def _field_map(options: list[str] | None) -> dict[str, str] | None:
    if not options:
        return None
    pairs = [option.partition("=") for option in options]
    for name, equals, field in pairs:
        if not (name and equals and field):
            raise ConfigError(f"--field takes NAME=FIELD, such as text=maintext, not {name + equals + field!r}")
    return {name: field for name, _, field in pairs}


def _extract(inputs: list[Path], out: Path, settings: Settings, *, overwrite: bool, quiet: bool) -> Summary:
    console = Console(stderr=True)
    if quiet:
        with _interrupt(lambda _: None) as stopped:
            return extract(inputs, out, settings, overwrite=overwrite, should_stop=lambda: stopped[0])
    say = _to_stderr
    with _interrupt(say) as stopped, Bar(console) if console.is_terminal else Lines(say) as progress:
        Thread(target=_count, args=(inputs, settings, progress), daemon=True).start()
        return extract(inputs, out, settings, overwrite=overwrite, progress=progress, should_stop=lambda: stopped[0])


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _count(inputs: list[Path], settings: Settings, progress: Bar | Lines) -> None:
    """Counts the records beside the run, so that the time left can be told; reading costs a hundredth of parsing."""
    try:
        n_records = count_records(inputs, settings)
        if n_records is not None:
            progress.expect(n_records)
    except OnrecordError:
        return  # the run itself meets the same error and says so


@contextmanager
def _interrupt(say: object) -> Iterator[list[bool]]:
    """Turns the first Ctrl-C or TERM into a flag, and the second into the end."""
    stopped = [False]
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(number: int, frame: object) -> None:
        stopped[0] = True
        for each, handler in before.items():
            signal.signal(each, handler)
        if callable(say):
            say("stopping after the shards in hand; interrupt again to stop at once")

    for number in before:
        signal.signal(number, handle)
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def summary_lines(summary: Summary) -> list[str]:
    """What a run prints at its end."""
    n_new = summary.n_records - summary.n_skipped
    rate = n_new / summary.elapsed if summary.elapsed else 0.0
    lines = [f"{summary.rows['articles']:,} articles from {summary.n_records:,} records in {summary.elapsed:.1f} s ({rate:.1f}/s)"]
    if summary.n_skipped:
        lines.append(f"  {summary.n_skipped:,} of the records were done by an earlier run")
    width = max(len(table) for table in summary.rows)
    lines += [f"  {table:<{width}}  {n_rows:>9,}" for table, n_rows in summary.rows.items()]
    reasons = ", ".join(f"{n_faults:,} {reason}" for reason, n_faults in sorted(summary.quarantined.items()))
    lines.append(f"quarantined: {reasons}; see {summary.out / QUARANTINE}" if reasons else "quarantined: none")
    lines.append(f"look at them: onrecord report {summary.out}; in Python: pipeline.load({str(summary.out)!r})")
    return lines
