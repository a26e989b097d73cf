"""``keyguard`` and ``python -m keyguard``. Little is loaded before an interruption can be told."""

import gc
import sys


def main() -> None:
    """Runs the command line and ends the process."""
    try:
        from keyguard.cli import main as run

        run()
    except KeyboardInterrupt:  # while something was loaded, or at the very end
        if sys.stderr is not None:
            sys.stderr.write("keyguard: stopped before the end, so this is not a result.\n")
        sys.exit(2)
    finally:
        gc.freeze()  # else all that was loaded is searched for cycles at the end: a hook's eighth


if __name__ == "__main__":
    main()
