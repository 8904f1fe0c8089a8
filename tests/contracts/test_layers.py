"""The layout: which module may import which, load a model, print or exit."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.runs import SAMPLES

ROOT = Path(__file__).parents[2]
MODULES = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "pipeline").rglob("*.py"))}
TERMINAL = ("pipeline/cli/", "pipeline/__main__.py")
LOADERS = frozenset({"load", "blank", "from_disk"})


def test_imports_keep_their_contracts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_what_reads_tables_is_held_to_be_light():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    sources = next(set(contract["source_modules"]) for contract in contracts if contract["id"] == "light")
    for module in ("annotation", "markup", "reading", "report", "quality", "store"):
        if (ROOT / "pipeline" / module).is_dir() or (ROOT / "pipeline" / f"{module}.py").is_file():
            assert f"pipeline.{module}" in sources, f'add "pipeline.{module}" to the contract "light" in pyproject.toml'


@pytest.mark.parametrize(
    "module",
    [
        "pipeline",
        "pipeline.annotation.transfer",
        "pipeline.quality",
        "pipeline.reading",
        "pipeline.report",
        "pipeline.report.tables",
        "pipeline.store",
    ],
)
def test_importing_it_does_not_import_spacy(module: str):
    code = f"import sys, {module}; print('spacy' in sys.modules, 'dateparser' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


HEAVY = ("spacy", "thinc", "pandas", "dateparser", "py3langid", "trafilatura", "lxml", "ftfy", "pyarrow.dataset")


@pytest.mark.parametrize(
    ("module", "also"),
    [("pipeline.cli", ("numpy", "pyarrow")), ("pipeline.run", ()), ("pipeline.workers", ()), ("pipeline.extract", ())],
)
def test_what_starts_a_run_is_light(module: str, also: tuple[str, ...]):
    """The command answers at once, and the parent of workers never loads what only they need."""
    code = f"import sys, {module}; print(*(name for name in {(*HEAVY, *also)!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_parent_of_workers_never_loads_spacy(tmp_path: Path):
    """Neither the parent of a run nor what stands beside it."""
    code = (
        "import sys; from pathlib import Path; from pipeline.config import Settings; from pipeline.run import extract\n"
        "if __name__ == '__main__':\n"
        f"    extract([Path({str(SAMPLES / 'wire.jsonl')!r})], Path({str(tmp_path / 'out')!r}), Settings(workers=1))\n"
        f"    print(*(name for name in {HEAVY!r} if name in sys.modules))\n"
    )
    (tmp_path / "script.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, tmp_path / "script.py"], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
    assert (tmp_path / "out" / "articles" / "part-00000.parquet").is_file()


@pytest.mark.parametrize("name", MODULES)
def test_only_the_command_line_prints_or_exits(name: str):
    if name.startswith(TERMINAL):
        return
    found = [f"{name}:{line} {call}" for line, call in calls(MODULES[name]) if call in ("print", "exit", "quit", "sys.exit")]
    found += [f"{name}:{line} SystemExit" for line in raises_exit(MODULES[name])]
    assert found == []


@pytest.mark.parametrize("name", MODULES)
def test_only_nlp_loads_a_model(name: str):
    if name == "pipeline/nlp.py":
        return
    loads = [f"spacy.{loader}" for loader in sorted(LOADERS)] + ["spacy.util.load_model"]
    assert [f"{name}:{line} {call}" for line, call in calls(MODULES[name]) if call in loads] == []


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.lineno, ast.unparse(node.func)


def raises_exit(path: Path) -> Iterator[int]:
    """Lines that raise SystemExit."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and node.exc is not None and "SystemExit" in ast.unparse(node.exc):
            yield node.lineno
