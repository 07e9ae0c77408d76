"""Zip archives (a .docx is one) are looked through before anything in them is unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from geo.reading.limits import MIB, LimitFault, Limits, megabytes

_ENCRYPTED: Final = 0x1


def opened(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return an archive that keeps within the limits by what it says of its members.

    A member that says less than it holds gives no more than it says: zipfile stops there.

    Raises:
        LimitFault: it has too many members, or they would unpack to too much.
        zipfile.BadZipFile: it is no archive.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > limits.members:
        raise LimitFault(f"it holds {len(members):,} files, the limit is {limits.members:,}; save its text as .txt")
    if total > limits.unpacked_bytes:
        words = f"it says that it unpacks to {megabytes(total)}, the limit is {megabytes(limits.unpacked_bytes)}"
        raise LimitFault(f"{words}; save its text as .txt")
    for member in members:
        if member.file_size > MIB and member.file_size > limits.ratio * max(1, member.compress_size):
            raise LimitFault("it unpacks to far more than its size (an archive bomb); save its text as .txt")
        if member.flag_bits & _ENCRYPTED:
            raise LimitFault("it is locked by a password; take that off")
    return archive
