"""Zip containers that depend on their content alone."""

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NAMES_ITSELF = "mimetype"


def steady_zip(packed: bytes) -> bytes:
    """The same zip with every time set to the format's first day: same content, same bytes.

    What names the media type stays as it is: OpenDocument is known by it at a fixed place.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(steady_entry(name), source.read(name))
    return out.getvalue()


def steady_entry(name: str) -> zipfile.ZipInfo:
    """An entry of a zip on the format's first day."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_STORED if name == _NAMES_ITSELF else zipfile.ZIP_DEFLATED
    return entry
