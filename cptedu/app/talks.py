"""The folders in which the slides keep where a talk stands: one for each start, the latest of them kept."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cptedu.app.workspace import STATE_FOLDER

__all__ = ["talk_of_this_start"]

_MOST = 10


def talk_of_this_start(folder: Path) -> Path:
    """Name the folder in which this start keeps where its talk stands; those of long ago are removed.

    Args:
        folder: the person's folder.

    Returns:
        The folder; it is made when there is something to keep.
    """
    talks = folder / STATE_FOLDER / "talks"
    with suppress(OSError):
        for old in sorted(talks.iterdir(), reverse=True)[_MOST - 1 :]:
            shutil.rmtree(old, ignore_errors=True)
    return talks / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
