"""From articles to rows, in one process: the language check, the parse, the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from spacy.tokens import Doc

from pipeline.article import Quarantined, SourceArticle, quarantined
from pipeline.config import Settings
from pipeline.errors import RecordFault
from pipeline.extract import default_stages
from pipeline.extract.knowledge import Knowledge, read_knowledge_base
from pipeline.ingest.language import check_language
from pipeline.nlp import Model, load_model
from pipeline.parse import Parse
from pipeline.rows import Rows, build_rows
from pipeline.stages import Analysis, Stage, assemble
from pipeline.vocabulary import QuarantineReason, QuarantineStage

BATCH_CHARS = 400_000
"""Characters in one batch at most, so that long articles do not make a batch of gigabytes."""


class Extractor:
    """The model and the stages, loaded once.

    Args:
        settings: of the run.
        model: a loaded model; by default the one that the settings name.
        on_article: is told the id of every article before it is begun.

    Attributes:
        seconds: time spent so far, by stage; "parse" is spaCy.
    """

    def __init__(
        self, settings: Settings, model: Model | None = None, on_article: Callable[[str], None] = lambda article_id: None
    ) -> None:
        self.settings = settings
        self._on_article = on_article
        self.model = load_model(settings.model, own_names=settings.own_names) if model is None else model
        self.stages: tuple[Stage, ...] = assemble([*default_stages(), *_own_stages(settings)])
        self.seconds: dict[str, float] = dict.fromkeys(("language", "parse", *(stage.name for stage in self.stages), "rows"), 0.0)

    def run(
        self, articles: Sequence[SourceArticle], on_batch: Callable[[int], None] = lambda n: None
    ) -> Iterator[Rows | Quarantined]:
        """Extracts articles, in batches.

        Args:
            articles: in any number.
            on_batch: called with the number of articles finished since the last call.

        Yields:
            For each article, in order, its rows, or why it has none.
        """
        for batch in batches(articles, self.settings.batch_size):
            yield from self._run_batch(batch)
            on_batch(len(batch))

    def analyse(self, article: SourceArticle) -> Analysis:
        """Runs every stage on one article.

        Raises:
            RecordFault: the article cannot be processed.
        """
        language = self._language(article)
        if isinstance(language, RecordFault):
            raise language
        doc = next(self.model.parse([article.text]))
        if isinstance(doc, RecordFault):
            raise doc
        return self._analyse(article, doc, language)

    def _run_batch(self, batch: Sequence[SourceArticle]) -> list[Rows | Quarantined]:
        """The rows of a batch. What the model learns of new words is forgotten with it, so that memory stays flat."""
        for article in batch:
            self._on_article(article.article_id)
        with self.model.nlp.memory_zone():
            languages = [self._language(article) for article in batch]
            texts = [article.text for article, code in zip(batch, languages, strict=True) if not isinstance(code, RecordFault)]
            started = perf_counter()
            docs = iter(list(self.model.parse(texts, self.settings.batch_size)))
            self.seconds["parse"] += perf_counter() - started
            return [self._finish(article, language, docs) for article, language in zip(batch, languages, strict=True)]

    def _finish(self, article: SourceArticle, language: str | RecordFault, docs: Iterator[Doc | RecordFault]) -> Rows | Quarantined:
        try:
            if isinstance(language, RecordFault):
                raise language
            doc = next(docs)
            if isinstance(doc, RecordFault):
                raise doc
            analysis = self._analyse(article, doc, language)
            started = perf_counter()
            rows = build_rows(analysis)
            self.seconds["rows"] += perf_counter() - started
            return rows
        except RecordFault as fault:
            return quarantined(article, fault)
        except Exception as error:  # a fault of one article is data, whatever it is; see errors.py
            return quarantined(article, _fault("rows", error))

    def _language(self, article: SourceArticle) -> str | RecordFault:
        started = perf_counter()
        try:
            return check_language(article.text, self.settings.languages)
        except RecordFault as fault:
            return fault
        finally:
            self.seconds["language"] += perf_counter() - started

    def _analyse(self, article: SourceArticle, doc: Doc, language: str) -> Analysis:
        started = perf_counter()
        analysis = Analysis(article=article, parse=Parse(doc, article.text, self.model.lemmatize), language=language)
        self.seconds["rows"] += perf_counter() - started
        for stage in self.stages:
            started = perf_counter()
            try:
                stage(analysis)
            except Exception as error:  # one article's fault must not cost the others; the stage is named in the row
                raise _fault(stage.name, error) from error
            finally:
                self.seconds[stage.name] += perf_counter() - started
        return analysis


def _own_stages(settings: Settings) -> list[Stage]:
    """The stages that only some runs have."""
    return [] if settings.kb is None else [Knowledge(read_knowledge_base(Path(settings.kb)))]


def _fault(stage: str, error: Exception) -> RecordFault:
    message = " ".join(f"{stage}: {type(error).__name__}: {error}".split())[:300]
    return RecordFault(QuarantineStage.EXTRACT, QuarantineReason.ERROR, message)


def batches(articles: Sequence[SourceArticle], size: int, chars: int = BATCH_CHARS) -> Iterator[list[SourceArticle]]:
    """Groups articles into batches of at most `size` articles and about `chars` characters, in order."""
    batch: list[SourceArticle] = []
    total = 0
    for article in articles:
        if batch and (len(batch) == size or total + len(article.text) > chars):
            yield batch
            batch, total = [], 0
        batch.append(article)
        total += len(article.text)
    if batch:
        yield batch
