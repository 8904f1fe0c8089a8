"""The command that extracts: its options, its progress, its interrupts and its summary."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer
from rich.console import Console

from pipeline.cli.console import EXIT_INTERRUPTED, EXIT_QUARANTINE, EXIT_USAGE, fail, to_stderr
from pipeline.config import Settings, build_settings
from pipeline.errors import ConfigError, OnrecordError
from pipeline.storage import locate

if TYPE_CHECKING:
    from pipeline.journal import Progress
    from pipeline.manifest import Summary


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
    append: Annotated[
        bool, typer.Option("--append", help="Keep what earlier runs finished, and add the records that are new in the input.")
    ] = False,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", help="Tell on standard error what happens, as one JSON object a line.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Extract the tables from articles.

    Run it again after a kill or an interrupt and it goes on where it was. With --append a dump that grew is extended, not redone.

    Example: onrecord extract data/raw/samples --out data/out
    """
    options = _Options(overwrite, append, json_logs, quiet)
    try:
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
        summary = _extract(inputs, out, settings, options)
    except OnrecordError as error:
        _fail(str(error), EXIT_USAGE, options)
    except KeyboardInterrupt:
        _fail("stopped at once; finished shards are kept, run the same command to go on", EXIT_INTERRUPTED, options)
    if not quiet:
        print("\n".join(summary_lines(summary)))
    if not summary.is_finished:
        _fail("interrupted; finished shards are kept, run the same command to go on", EXIT_INTERRUPTED, options)
    if settings.max_quarantine is not None and summary.n_quarantined > settings.max_quarantine:
        _fail(f"{summary.n_quarantined} records quarantined, more than {settings.max_quarantine}", EXIT_QUARANTINE, options)


class _Options(NamedTuple):
    """What the command was told beside the settings."""

    overwrite: bool
    append: bool
    json_logs: bool
    quiet: bool


def _fail(message: str, status: int, options: _Options) -> NoReturn:
    """Ends with a line in the form that was asked for."""
    if not options.json_logs:
        fail(message, status)
    from pipeline.progress import JsonLines

    JsonLines(to_stderr).write("error", message=message, status=status)
    raise SystemExit(status)


def _field_map(options: list[str] | None) -> dict[str, str] | None:
    if not options:
        return None
    pairs = [option.partition("=") for option in options]
    for name, equals, field in pairs:
        if not (name and equals and field):
            raise ConfigError(f"--field takes NAME=FIELD, such as text=maintext, not {name + equals + field!r}")
    return {name: field for name, _, field in pairs}


def _extract(inputs: list[Path], out: Path, settings: Settings, options: _Options) -> Summary:
    from pipeline.run import extract

    with _progress(options) as progress, _interrupt(progress.stop) as stopped:
        return extract(
            inputs,
            out,
            settings,
            overwrite=options.overwrite,
            append=options.append,
            progress=progress,
            should_stop=lambda: stopped[0],
        )


def _progress(options: _Options) -> AbstractContextManager[Progress]:
    from pipeline.journal import Progress
    from pipeline.progress import Bar, JsonLines, Lines

    if options.quiet:
        return nullcontext(Progress())
    if options.json_logs:
        return nullcontext(JsonLines(to_stderr))
    console = Console(stderr=True)
    return Bar(console) if console.is_terminal else nullcontext(Lines(to_stderr))


@contextmanager
def _interrupt(on_first: Callable[[], None]) -> Iterator[list[bool]]:
    """Turns the first Ctrl-C or TERM into a flag, and the second into the end."""
    stopped = [False]
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(number: int, frame: object) -> None:
        stopped[0] = True
        for each, handler in before.items():
            signal.signal(each, handler)
        on_first()

    for number in before:
        signal.signal(number, handle)
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def summary_lines(summary: Summary) -> list[str]:
    """What a run prints at its end."""
    from pipeline.store import QUARANTINE

    n_new = summary.n_records - summary.n_skipped
    rate = n_new / summary.elapsed if summary.elapsed else 0.0
    lines = [f"{summary.rows['articles']:,} articles from {summary.n_records:,} records in {summary.elapsed:.1f} s ({rate:.1f}/s)"]
    if summary.n_skipped:
        lines.append(f"  {summary.n_skipped:,} of the records were done by an earlier run")
    if summary.n_missing:
        lines.append(f"  {summary.n_missing:,} records of earlier runs are no longer in the input; their rows stay")
    width = max(len(table) for table in summary.rows)
    lines += [f"  {table:<{width}}  {n_rows:>9,}" for table, n_rows in summary.rows.items()]
    reasons = ", ".join(f"{n_faults:,} {reason}" for reason, n_faults in sorted(summary.quarantined.items()))
    lines.append(f"quarantined: {reasons}; see {summary.out / QUARANTINE}" if reasons else "quarantined: none")
    lines.append(f"look at them: onrecord report {summary.out}; in Python: pipeline.load({str(summary.out)!r})")
    return lines
