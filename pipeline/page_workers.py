"""Finds the articles of pages in processes of their own, so that every processor helps, and a page that hangs costs itself.

Ids hang on the text that is found, and what is a duplicate on ids; so pages become articles before shards are made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count, islice
from multiprocessing.connection import Connection

from pipeline.article import Quarantined
from pipeline.ingest.fields import FieldMap
from pipeline.ingest.raw import Item as RawItem
from pipeline.ingest.raw import RawPage
from pipeline.ingest.records import finish
from pipeline.journal import Death
from pipeline.shards import Item
from pipeline.vocabulary import QuarantineReason, QuarantineStage
from pipeline.workers import Job, Pool, serve_tasks

CHUNK = 16
"""Records that a process is handed at once."""

CHUNK_BYTES = 2_000_000
"""Bytes of pages after which a chunk is full."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Consecutive records of the input, pages among them.

    Attributes:
        number: from 0.
        items: each with the name of its file or member.
        killers: as in `Task`; an id is the index of an item.
    """

    number: int
    items: tuple[tuple[str, RawItem], ...]
    killers: Mapping[str, QuarantineReason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the items of `Pages`, in order."""

    number: int
    items: tuple[Item, ...]


def find_articles(items: Iterable[tuple[str, RawItem]], job: Job, on_death: Callable[[Death], None]) -> Iterator[Item]:
    """Makes articles of records: here up to the first page, and from there in as many processes as the run has workers.

    Args:
        items: as `read_items` gives them.
        job: of the run.
        on_death: called when a process died and is replaced.

    Yields:
        What `read_records` would give, in the same order.
    """
    fields = FieldMap(job.settings.fields)
    waiting = iter(items)
    for name, item in waiting:
        if isinstance(item, RawPage):
            yield from _find_in_processes(chain([(name, item)], waiting), job, on_death)
            return
        yield finish(name, item, fields, job.settings)


def _find_in_processes(items: Iterator[tuple[str, RawItem]], job: Job, on_death: Callable[[Death], None]) -> Iterator[Item]:
    chunks = _chunks(items)
    first = list(islice(chunks, job.settings.n_workers))
    pool: Pool[Pages, Found] = Pool(job, len(first), serve_pages)
    found: dict[int, tuple[Item, ...]] = {}  # grows only while a page hangs, and with what the others find meanwhile
    wanted = 0
    for result in pool.run(
        chain(first, chunks), lambda n: None, lambda: False, lambda death: on_death(replace(death, shard=None, article=None))
    ):
        found[result.number] = result.items
        while wanted in found:
            yield from found.pop(wanted)
            wanted += 1


def _chunks(items: Iterable[tuple[str, RawItem]]) -> Iterator[Pages]:
    numbers = count()
    held: list[tuple[str, RawItem]] = []
    n_bytes = 0
    for name, item in items:
        held.append((name, item))
        n_bytes += len(item.data) if isinstance(item, RawPage) else 0
        if len(held) == CHUNK or n_bytes > CHUNK_BYTES:
            yield Pages(next(numbers), tuple(held))
            held, n_bytes = [], 0
    if held:
        yield Pages(next(numbers), tuple(held))


def serve_pages(connection: Connection, job: Job) -> None:
    """The main function of a process that finds the articles of pages."""
    serve_tasks(connection, lambda: _finding(connection, job))


def _finding(connection: Connection, job: Job) -> Callable[[Pages, bool], Found]:
    fields = FieldMap(job.settings.fields)

    def do(pages: Pages, is_watched: bool) -> Found:
        return Found(pages.number, tuple(find(pages, index) for index in range(len(pages.items))))

    def find(pages: Pages, index: int) -> Item:
        name, item = pages.items[index]
        if str(index) in pages.killers:
            return _killer(name, item, pages.killers[str(index)])
        connection.send(str(index))
        return finish(name, item, fields, job.settings)

    return do


_HAPPENED = {
    QuarantineReason.KILLED: "died on this page, more than once",
    QuarantineReason.TIMEOUT: "took longer on this page than the article timeout",
}


def _killer(name: str, item: RawItem, reason: QuarantineReason) -> Quarantined:
    message = f"the process that looks for its article {_HAPPENED[reason]}"
    return Quarantined(path=name, record=item.number, article_id=None, stage=QuarantineStage.INGEST, reason=reason, message=message)
