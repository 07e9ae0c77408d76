"""Run the command line as `python -m geo.cli`."""

import sys

from geo.cli import main

if __name__ == "__main__":
    sys.exit(main())
