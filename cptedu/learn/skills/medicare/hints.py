"""Hints on Medicare's claims."""

from __future__ import annotations

from cptedu.learn.questions import Note

__all__ = ["on_note"]


def on_note(note: Note) -> tuple[str, ...]:
    """Give the hints: the question to ask oneself of this case, where to look, then nearly the answer."""
    phase = "active" if note.visit.care == "active" else "maintenance"
    done = [
        *([f"the adjustment of {', '.join(note.visit.adjusted)}"] if note.visit.adjusted else []),
        *(one.activity or "therapy" for one in note.visit.services),
    ]
    done += ["the examination"] if note.visit.evaluation is not None else []
    asks = f"Is it {done[0]}?" if len(done) == 1 else f"Which of these is it: {'; '.join(done)}?"
    return (
        f"Medicare pays a chiropractor for one thing. {asks}".replace("_", " "),
        f"The care is {phase}. An adjustment needs a first diagnosis from M99.00 to M99.05, and two signs of P.A.R.T. with A"
        " or R among them.",
        "AT: active care. GA: maintenance with the notice signed. GZ: maintenance without. GY: excluded by law; GP beside it on"
        " therapy, GX when a voluntary notice is signed.",
    )
