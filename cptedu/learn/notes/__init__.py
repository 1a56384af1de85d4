"""Notes as a clinic writes them, made from a visit: S, O, A and P, in several voices; some of it matters, some is missing."""

from cptedu.learn.notes.elements import elements_told, what_matters, without
from cptedu.learn.notes.voices import Voice, load_voice, voice_named, voices
from cptedu.learn.notes.writing import Sentence, WrittenNote, write_note

__all__ = [
    "Sentence",
    "Voice",
    "WrittenNote",
    "elements_told",
    "load_voice",
    "voice_named",
    "voices",
    "what_matters",
    "without",
    "write_note",
]
