"""The tour runs from top to bottom, and is committed without what it printed."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from tests.runs import ROOT

TOUR = ROOT / "notebooks" / "tour.ipynb"
PATIENCE = 300
"""Seconds for one cell: one of them loads the language model."""

MISSING = [name for name in ("nbclient", "nbformat", "ipykernel", "matplotlib", "duckdb") if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def test_the_tour_is_committed_without_outputs():
    import nbformat

    cells = nbformat.read(TOUR, as_version=4).cells
    assert [cell.source for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []


def test_the_tour_runs(samples_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import nbformat
    from nbclient import NotebookClient

    (tmp_path / "notebooks").mkdir()
    shutil.copytree(samples_run, tmp_path / "data" / "out")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(TOUR, as_version=4)
    client = NotebookClient(notebook, timeout=PATIENCE, resources={"metadata": {"path": str(tmp_path / "notebooks")}})
    client.execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3
    shown = "".join(output.get("data", {}).get("text/html", "") for output in outputs)
    assert "Geoffrey Lyle" in shown
    assert "Lena Brandt" in shown
    assert [output["text"] for output in outputs if output.output_type == "stream" and output.name == "stderr"] == []
