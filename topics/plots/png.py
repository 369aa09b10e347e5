"""PNG of drawings: rows without a filter, which for lines and letters compress faster and smaller
than filtered ones.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, RGBA = 2, 6  # colour types
PER_METRE = 1 / 0.0254  # inches
LEVEL = 3  # a tenth larger than at 6, in two fifths of the time


def png_bytes(pixels: npt.NDArray[np.uint8], *, dpi: int) -> bytes:
    """Return pixels as a PNG file; without an alpha channel where nothing shines through.

    Parameters
    ----------
    pixels : ndarray of uint8, of shape (height, width, 4)
        Red, green, blue and alpha.
    dpi : int
        Pixels per inch in print.

    References
    ----------
    W3C (2003), Portable Network Graphics (PNG) Specification, 2nd edition: chunks (5.3), pHYs
    (11.3.5.3), filter type 0 (9.2).

    Examples
    --------
    >>> import io
    >>> from PIL import Image
    >>> file = png_bytes(np.full((2, 3, 4), 255, dtype=np.uint8), dpi=300)
    >>> picture = Image.open(io.BytesIO(file))
    >>> picture.size, picture.mode, picture.getpixel((0, 0)), round(picture.info["dpi"][0])
    ((3, 2), 'RGB', (255, 255, 255), 300)
    """
    height, width = pixels.shape[:2]
    channels = 3 if (pixels[..., 3] == 255).all() else 4
    rows = np.zeros(
        (height, 1 + channels * width), dtype=np.uint8
    )  # each row begins with its filter: 0, none
    dots = rows[:, 1:].reshape(height, width, channels)
    for channel in range(channels):
        dots[..., channel] = pixels[..., channel]
    density = round(dpi * PER_METRE)
    chunks = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, RGB if channels == 3 else RGBA, 0, 0, 0)),
        (b"pHYs", struct.pack(">2IB", density, density, 1)),
        (b"IDAT", zlib.compress(rows.data, LEVEL)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk with its length before and its checksum behind."""
    return (
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))
    )
