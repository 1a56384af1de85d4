"""``python -m cptedu`` is the ``cptedu`` command."""

from cptedu.cli import main

if __name__ == "__main__":
    main(prog_name="cptedu")
