"""python main.py: hands over to kiosk.cli, once this Python is one that can read it."""

import gc
import sys


def start() -> int:
    """The exit code of the command line; an old Python gets one plain line."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python is just whom this line is for
        print(
            "lamina: Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0], file=sys.stderr
        )
        return 2
    gc.disable()  # what is imported stays: it is left out of every look for garbage
    from kiosk.cli import main

    gc.freeze()
    gc.enable()
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(start())
