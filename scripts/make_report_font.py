"""Makes the fonts of the PDF reports out of the pages' Inter: run it after `npm install`.

A PDF needs TrueType, the npm package has WOFF2 cut up by script: unpacked (Node knows Brotli), set to one weight,
and joined. Neither script nor Node is needed to run Viva: what this writes is committed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import types
from pathlib import Path

SOURCE = Path("node_modules/@fontsource-variable/inter")
TARGET = Path("viva/insights/reports/fonts")
SCRIPTS = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
WEIGHTS = {"Regular": 400, "Bold": 700}
# Tables that would have to be reconciled between the parts, and that fpdf2 does not use.
DROPPED = ("GSUB", "GPOS", "GDEF", "STAT", "meta", "HVAR", "MVAR", "avar", "DSIG")
_UNPACK = (
    "const c=[];process.stdin.on('data',d=>c.push(d)).on('end',"
    "()=>process.stdout.write(require('zlib').brotliDecompressSync(Buffer.concat(c))))"
)


def decompress(data: bytes) -> bytes:
    return subprocess.run(["node", "-e", _UNPACK], input=data, capture_output=True, check=True).stdout


def _know_brotli() -> None:
    """fontTools asks for a module of this name; Node stands in for it."""
    brotli = types.ModuleType("brotli")
    brotli.decompress = decompress  # type: ignore[attr-defined]
    sys.modules["brotli"] = brotli


def main() -> None:
    _know_brotli()
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    for style, weight in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as folder:
            parts = []
            for script in SCRIPTS:
                font = TTFont(SOURCE / "files" / f"inter-{script}-wght-normal.woff2")
                font = instantiateVariableFont(font, {"wght": weight})
                for table in DROPPED:
                    if table in font:
                        del font[table]
                font.flavor = None
                parts.append(f"{folder}/{script}.ttf")
                font.save(parts[-1])
            merged = Merger().merge(parts)
            merged.save(TARGET / f"Inter-{style}.ttf")
    (TARGET / "LICENSE").write_text((SOURCE / "LICENSE").read_text())


if __name__ == "__main__":
    main()
