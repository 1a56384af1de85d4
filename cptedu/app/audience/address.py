"""Where phones find this computer: an address that the presenter names, since only they know which network the room is in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from cptedu.errors import CpteduError

__all__ = ["Place", "place_named"]


@dataclass(frozen=True)
class Place:
    """An address of this computer, and a port.

    Attributes:
        address: the address, as numbers.
        port: the port; 0 for any that is free.
    """

    address: str
    port: int = 0

    def page(self, port: int, code: str) -> str:
        """Give what a phone opens."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"http://{host}:{port}/{code}"


def place_named(written: str) -> Place:
    """Read where phones are to be served.

    Args:
        written: an address of this computer, with a port or without.

    Returns:
        The place.

    Raises:
        CpteduError: when none is named, or it is none of one network; with the addresses that this computer has.

    >>> place_named("192.168.1.20:8800")
    Place(address='192.168.1.20', port=8800)
    """
    named = written.strip()
    if not named:
        raise CpteduError(f"Say at which address of this computer phones find it. {_advice()}")
    try:
        parts = urlsplit(f"//[{named}]" if named.count(":") > 1 and "[" not in named else f"//{named}")
        address, port = ipaddress.ip_address(parts.hostname or ""), parts.port or 0
    except ValueError:
        raise CpteduError(
            f"{written!r} is no address of a computer, with a port or without. {_advice()}"
        ) from None
    if parts.netloc not in (named, f"[{named}]") or parts.username is not None:
        raise CpteduError(f"{written!r} is more than an address and a port. {_advice()}")
    if address.is_unspecified or address.is_multicast:
        raise CpteduError(
            f"{address} would open the vote to every network that this computer is in. Name the one of the room. {_advice()}"
        )
    return Place(str(address), port)


def _advice() -> str:
    from jupyter_client.localinterfaces import public_ips  # noqa: PLC0415  (it asks the system, and only where none is named)

    own = [one for one in public_ips() if one]
    if not own:
        return "This computer seems to be in no network; join the Wi-Fi of the room first."
    return f"This computer has {', '.join(own)}, so write for example: --audience {own[0]}"
