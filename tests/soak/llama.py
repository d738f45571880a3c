"""A real engine: llama.cpp's server from PyPI, in an environment of its own, with a model written for the run."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import lacking
from tests.server import ROOT, free_port

PATIENCE = 120.0


def interpreter() -> Path:
    """The one that has llama-cpp-python: `make soak` makes it, or VIVA_LLAMA_PYTHON names it."""
    named = Path(os.environ.get("VIVA_LLAMA_PYTHON") or Path(sys.prefix) / "llama" / "bin" / "python")
    if not named.exists():
        lacking("llama-cpp-python (requirements/soak.txt), which needs a C++ compiler")
    return named


@contextlib.contextmanager
def llama_server(seed: int, *, leaning: float) -> Iterator[str]:
    """The address of a server with a model of random weights; with a `leaning` of 3 it ends what it begins."""
    python, port = interpreter(), free_port()
    with tempfile.TemporaryDirectory(prefix="viva-llama-") as name:
        folder = Path(name)
        model = folder / "nonsense.gguf"
        writing = [
            str(python),
            str(ROOT / "tests" / "soak" / "tiny_model.py"),
            str(model),
            str(seed),
            str(leaning),
        ]
        subprocess.run(writing, check=True, timeout=PATIENCE)
        with (folder / "llama.log").open("wb") as log:
            process = subprocess.Popen(_command(python, model, port), stdout=log, stderr=log)
        try:
            _wait(port, process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()  # asked kindly, it first finishes what nobody waits for
            process.wait(30)


def _command(python: Path, model: Path, port: int) -> list[str]:
    options = {"model": model, "host": "127.0.0.1", "port": port, "n_ctx": 16_384, "n_threads": 1}
    options |= {"chat_format": "chatml", "verbose": "false"}
    return [str(python), "-m", "llama_cpp.server", *(f"--{name}={value}" for name, value in options.items())]


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with (
            contextlib.suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=2),
        ):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the model's server did not come up ({process.poll()})")
