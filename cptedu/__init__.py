"""Learn how a chiropractic visit becomes a claim."""

__version__ = "0.1.0"
