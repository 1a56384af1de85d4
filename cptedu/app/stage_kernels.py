"""The kernels behind the slides: one that was made ready and has ended since is never given to a page."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

__all__ = ["StageKernels"]


class StageKernels(AsyncMappingKernelManager):
    """Kernels as Jupyter keeps them. Voilà makes its own class of this one, with slides made ready in advance.

    Before a page is given any, those whose kernel has ended are taken out; the page then gets a kernel of its own, and new
    slides are made ready.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        """Look after the slides that are made ready whenever Voilà counts them, which it does before it gives one away."""
        super().__init_subclass__(**options)
        counted = getattr(cls, "get_pool_size", None)
        if counted is None:
            return

        def of_those_alive(self: Any, notebook_name: str) -> int:
            self.let_go_of_the_dead(notebook_name)
            return int(counted(self, notebook_name))

        cls.get_pool_size = of_those_alive  # type: ignore[attr-defined]

    def let_go_of_the_dead(self, notebook_name: str) -> None:
        """Take out what was made ready and has ended since, and make new slides ready in its place.

        Args:
            notebook_name: the notebook, as Voilà names it.
        """
        held = self._pools.get(notebook_name, [])  # type: ignore[attr-defined]  # of the class that Voilà makes
        dead = [one for one in held if one.done() and not self._is_alive(one)]
        if not dead:
            return
        held[:] = [one for one in held if one not in dead]
        for one in dead:
            if not one.cancelled() and one.exception() is None:
                self._ended.append(asyncio.ensure_future(self._end(one.result()["kernel_id"])))
        self.fill_if_needed(notebook_name=notebook_name)  # type: ignore[attr-defined]  # likewise

    @property
    def _ended(self) -> list[asyncio.Future[None]]:
        """Hold on to what is being put away, or it might never be."""
        ended: list[asyncio.Future[None]] = self.__dict__.setdefault("_being_ended", [])
        return ended

    async def _end(self, kernel_id: str) -> None:
        if kernel_id in self:
            await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]

    def _is_alive(self, ready: asyncio.Future[dict[str, Any]]) -> bool:
        if ready.cancelled() or ready.exception() is not None:
            return False
        kernel_id = ready.result()["kernel_id"]
        if kernel_id not in self:
            return False
        process = getattr(self.get_kernel(kernel_id).provisioner, "process", None)
        return process is not None and process.poll() is None
