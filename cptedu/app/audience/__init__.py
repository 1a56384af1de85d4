"""The room votes by phone: one page of buttons for whoever has the code, counted until the answer is shown, then forgotten.

It is served by the command that shows the slides, not by the slides: a page of slides that is loaded anew gets a new kernel, and
the votes must outlive it. Two doors lead in. The one for phones listens where the presenter says, and can do nothing but
vote; the one for the slides listens on this computer alone, behind a token. Nothing is written to a file.
"""

from cptedu.app.audience.address import Place, place_named
from cptedu.app.audience.room_server import RoomServer

__all__ = ["Place", "RoomServer", "place_named"]
