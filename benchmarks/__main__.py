"""`python -m benchmarks [NAME [ARGUMENT ...]]`: run the named one, or those that need no peers to be installed."""

from __future__ import annotations

import importlib
import sys

WITHOUT_PEERS = ("split", "job", "control_api", "crash")


def main() -> None:
    for name in sys.argv[1:2] or WITHOUT_PEERS:
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
