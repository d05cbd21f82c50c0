"""`python -m judgekit.testing`: the provider as a process of its own, to outlive a killed run."""

from __future__ import annotations

import argparse
from contextlib import suppress
from threading import Event

from judgekit.testing.provider import Provider
from judgekit.testing.storms import storm


def main() -> None:
    """Serve verdicts by rules, print the base URL, and go on until interrupted or killed."""
    parser = argparse.ArgumentParser(prog="python -m judgekit.testing", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="A free one by default.")
    parser.add_argument("--latency", type=float, default=0.0, help="Seconds before each answer.")
    parser.add_argument("--storm", type=int, help="A seed: a tenth of the calls meet a fault.")
    options = parser.parse_args()
    faults = () if options.storm is None else storm(options.storm, share=0.1)
    with Provider(port=options.port, latency_s=options.latency, faults=faults) as provider:
        print(provider.base_url, flush=True)
        with suppress(KeyboardInterrupt):
            Event().wait()


if __name__ == "__main__":
    main()
