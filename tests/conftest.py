"""What the tests share: one loaded model, and one finished run on the samples."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

# As in workers, and before numpy is imported: the last bit of a confidence hangs on the number of threads of a matrix product.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import hypothesis
import pytest

from pipeline import extractor as extractor_module
from pipeline.article import SourceArticle
from pipeline.config import Settings
from pipeline.extractor import Extractor
from pipeline.ingest import read_records
from pipeline.manifest import Summary
from pipeline.run import extract
from tests.runs import SAMPLES

Extract = Callable[..., Summary]

hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")  # a busy machine is no fault of the code


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The default model and all stages. Keeps no state of an article, so that tests may share it."""
    return Extractor(Settings())


@pytest.fixture(scope="session")
def extract_here(extractor: Extractor) -> Iterator[Extract]:
    """`pipeline.run.extract` in this process (unless told otherwise), with the model that is loaded already."""

    def run(inputs: Sequence[Path], out: Path, settings: Settings | None = None, **options: object) -> Summary:
        return extract(inputs, out, settings or Settings(), **{"in_process": True, **options})  # type: ignore[arg-type]

    load = extractor_module.load_model
    default = (Settings().model, Settings().own_names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            extractor_module,
            "load_model",
            lambda name, own_names: extractor.model if (name, own_names) == default else load(name, own_names=own_names),
        )
        yield run


@pytest.fixture(scope="session")
def samples_run(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a finished run on the samples. Tests read it and never write to it."""
    out = tmp_path_factory.mktemp("samples") / "out"
    extract_here([SAMPLES], out)
    return out


@pytest.fixture(scope="session")
def samples() -> list[SourceArticle]:
    """The articles of the samples, as they are read."""
    return [item for item in read_records([SAMPLES], Settings()) if isinstance(item, SourceArticle)]
