"""A company's logo: whatever is uploaded is drawn anew, so that nothing else that the file held is kept."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from viva.core.errors import VivaError

LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_SIDE = 512  # pixels, of what is kept
MOST_PIXELS = 16_000_000  # of what is uploaded: a small file may unfold to gigabytes
FORMATS = ("PNG", "JPEG", "WEBP")


class NoLogo(VivaError):
    code = "no_logo"


def drawn_anew(content: bytes) -> bytes:
    """The picture as a PNG of at most 512 pixels a side. Raises NoLogo for what is no PNG, JPEG or WebP."""
    if len(content) > LARGEST_BYTES:
        raise NoLogo(_("The picture is larger than 5 MB."))
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            return _small_png(picture)
    except NoLogo:
        raise
    except Exception:  # whatever a broken picture makes the decoder raise means one thing
        raise NoLogo(_("This is no picture that can be read. Choose a PNG, JPEG or WebP file.")) from None


def _small_png(picture: Image.Image) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise NoLogo(_("The picture has too many pixels. Choose a smaller one."))
    drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    drawn.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    buffer = BytesIO()
    clean.save(buffer, format="PNG")
    return buffer.getvalue()
