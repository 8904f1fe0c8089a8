"""The layout: which module may import which, load a model, print or exit."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
MODULES = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "pipeline").rglob("*.py"))}
TERMINAL = ("pipeline/cli.py", "pipeline/cli_", "pipeline/cli/", "pipeline/__main__.py")
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
