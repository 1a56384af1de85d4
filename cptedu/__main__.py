"""The command, with the installed packages alone: ``cptedu``, or ``python -m cptedu``."""

from cptedu.own_path import leave_others_aside

__all__ = ["main"]


def main() -> None:
    """Run the command."""
    leave_others_aside()
    from cptedu.app.cli import main as command  # noqa: PLC0415  (reads installed packages)

    command(prog_name="cptedu")


if __name__ == "__main__":
    main()
