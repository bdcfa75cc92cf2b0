#!/usr/bin/env python3
"""Real Kubernetes and Milvus servers as plain processes, for tests and for the demo. README.md tells how to use it."""
import sys

USAGE_ERROR = 2

if sys.version_info < (3, 8):
    sys.stderr.write("missing:\n  - python3: version 3.8 or newer is needed, this is " + sys.version.split()[0] + "\n")
    sys.exit(USAGE_ERROR)

import argparse
import signal
from pathlib import Path
from typing import List, Optional

import tools


def _check(arguments: argparse.Namespace) -> None:
    tools.require(arguments.tools or list(tools.CHECKS))


def _prepare(_arguments: argparse.Namespace) -> None:
    # Imported late: a check on a machine where something is missing must not depend on the rest.
    import prepare

    _stop_by_exception()
    prepare.prepare()


def _stop_by_exception() -> None:
    """The default would leave what a tool has started to itself, and half an entry in the cache."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def _run(arguments: argparse.Namespace) -> None:
    import prepare
    from environment import Environment
    from milvus_server import MilvusOptions
    from supervisor import Input, StopRequested, Supervisor, say

    _stop_by_exception()
    prepared = prepare.prepare()
    source = Input()
    try:
        with Environment(prepared, source.pause, arguments.state, arguments.keep_logs) as environment:
            environment.start([MilvusOptions(name) for name in arguments.milvus])
            say({"event": "ready", **environment.describe()})
            Supervisor(environment, source).serve()
        # Said only now: whoever reads it may rely on nothing being left.
        say({"ok": True})
    except StopRequested:
        pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="servers.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    check = commands.add_parser("check", help="name all missing tools, exit 2 if there are any")
    check.add_argument("tools", nargs="*", metavar="TOOL", help=f"only these of: {' '.join(tools.CHECKS)}")
    check.set_defaults(run=_check)
    prepare = commands.add_parser("prepare", help="build and fetch what the cache lacks")
    prepare.set_defaults(run=_prepare)
    run = commands.add_parser("run", help="start the servers and obey the commands on the standard input")
    run.add_argument("--state", type=Path, metavar="DIR", help="work here and keep everything; default: a temporary directory")
    run.add_argument("--keep-logs", type=Path, metavar="DIR", help="copy the logs of all servers here at the end")
    run.add_argument("--milvus", action="append", default=[], metavar="NAME", help="start this Milvus too (repeatable)")
    run.set_defaults(run=_run)
    return parser


def main(words: Optional[List[str]] = None) -> int:
    parser = _parser()
    arguments = parser.parse_args(words)
    for name in getattr(arguments, "tools", []):
        if name not in tools.CHECKS:
            parser.error(f"unknown tool {name!r}, known: {', '.join(tools.CHECKS)}")
    try:
        arguments.run(arguments)
    except tools.MissingTools as problem:
        print(problem, file=sys.stderr)
        return USAGE_ERROR
    except Exception as problem:
        if not _expected(problem):
            raise
        print(f"servers.py: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _expected(problem: Exception) -> bool:
    """These carry a message for the user; anything else is a bug and shows its stack."""
    from cache import PrepareFailed
    from ports import NoFreePorts
    from processes import ServerFailed

    return isinstance(problem, (PrepareFailed, NoFreePorts, ServerFailed, FileExistsError))


if __name__ == "__main__":
    sys.exit(main())
