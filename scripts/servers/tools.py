"""Names every missing tool at once, so that nobody installs them one failed run at a time."""
from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from typing import Callable, Dict, List, Optional, Sequence

OLDEST_JAVA = 17
# From this version on, the go command fetches by itself the newer toolchain that go.mod asks for.
OLDEST_GO = (1, 21)


class MissingTools(Exception):
    """Its text lists all that is missing and is meant for the user as it stands."""


def _java_version(command: str) -> Optional[int]:
    """The release file is read first: starting a JVM to ask would be the slowest part of the check."""
    release = os.path.join(os.path.dirname(os.path.dirname(command)), "release")
    try:
        with open(release, encoding="utf-8") as lines:
            text = lines.read()
    except OSError:
        answer = subprocess.run([command, "-version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        text = answer.stdout.decode(errors="replace")
    found = re.search(r'(?:JAVA_VERSION=|version |javac )"?(?:1\.)?(\d+)', text)
    return int(found.group(1)) if found else None


def _check_java(name: str) -> Optional[str]:
    command = shutil.which(name)
    if command is None:
        return f"{name} (JDK {OLDEST_JAVA} or newer): not on the PATH"
    version = _java_version(os.path.realpath(command))
    if version is None or version < OLDEST_JAVA:
        return f"{name}: version {OLDEST_JAVA} or newer is needed, {command} is {version or 'unknown'}"
    return None


def _check_maven() -> Optional[str]:
    return None if shutil.which("mvn") else "mvn (Apache Maven): not on the PATH"


def _check_go() -> Optional[str]:
    command = shutil.which("go")
    if command is None:
        return "go (https://go.dev/dl): not on the PATH"
    answer = subprocess.run([command, "version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    found = re.search(r"go(\d+)\.(\d+)", answer.stdout.decode(errors="replace"))
    if found and (int(found.group(1)), int(found.group(2))) < OLDEST_GO:
        return "go: version {}.{} or newer is needed, {} is {}".format(*OLDEST_GO, command, found.group(0))
    return None


def _check_python() -> Optional[str]:
    if importlib.util.find_spec("pip") is None:
        return f"pip for {sys.executable}: install the package python3-pip, or run 'python3 -m ensurepip'"
    return None


def _check_platform() -> Optional[str]:
    if sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64"):
        return None
    return f"Linux on x86_64: Milvus as a plain process exists for nothing else, this is {sys.platform} {platform.machine()}"


CHECKS: Dict[str, Callable[[], Optional[str]]] = {
    "platform": _check_platform,
    "java": lambda: _check_java("java"),
    "javac": lambda: _check_java("javac"),
    "mvn": _check_maven,
    "go": _check_go,
    "python3": _check_python,
}


def require(names: Sequence[str]) -> None:
    missing: List[str] = [problem for problem in (CHECKS[name]() for name in names) if problem]
    if missing:
        raise MissingTools("missing:\n" + "\n".join(f"  - {problem}" for problem in missing))
