"""What the servers are made of, fetched and built once per machine."""
from __future__ import annotations

import hashlib
import json
import lzma
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import IO, Callable, Dict, List, NamedTuple, Optional, Sequence, Union

import cache
import tools

MILVUS_VERSION = "2.3.5"
MILVUS_WHEEL_SHA256 = "69515a0630ce29fd10e101fa442afea8ca1387b93a456cd9bd41fdf3deb93d04"
PYMILVUS_VERSION = "2.6.17"

_MODULE = Path(__file__).resolve().parent / "kubernetes"
_SERVERS = ["etcd", "kube-apiserver", "kube-controller-manager", "pki"]
# The same for every binary: any difference compiles some thousand packages a second time.
_GO_ENVIRONMENT = {"CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false", "GOWORK": "off",
                   "GOOS": "linux", "GOARCH": "amd64"}
_PIP_ENVIRONMENT = {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore",
                    "PIP_NO_INPUT": "1"}
_PIP_REMEDY = "check that PyPI can be reached, then run the command again"


class Prepared(NamedTuple):
    """Directories of the cache, and the kubectl to use."""

    kubernetes: Path
    kubectl: Path
    milvus: Path
    pymilvus: Path


class _Compiled(NamedTuple):
    path: Path
    commands: List[str]


class _Fetched(NamedTuple):
    path: Path
    fill: Callable[[Path], None]


class _Entries(NamedTuple):
    kubernetes: _Compiled
    kubectl: Optional[_Compiled]
    milvus: _Fetched
    pymilvus: _Fetched


def kubernetes_version() -> str:
    found = re.search(r"^\s*k8s\.io/kubernetes (v\S+)$", (_MODULE / "go.mod").read_text(), re.MULTILINE)
    assert found, "go.mod names no k8s.io/kubernetes"
    return found.group(1)


def _linker_flags() -> str:
    """Without a version stamped in, the servers report one that kubectl cannot parse."""
    version = kubernetes_version()
    major, minor = version[1:].split(".")[:2]
    stamps = {"gitVersion": version, "gitMajor": major, "gitMinor": minor}
    return "-s -w " + " ".join(f"-X k8s.io/component-base/version.{name}={value}" for name, value in stamps.items())


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _kubernetes_key() -> str:
    sources = sorted(path for path in _MODULE.rglob("*") if path.suffix in (".go", ".mod", ".sum"))
    contents = [f"{path.relative_to(_MODULE)}\0{path.read_text()}" for path in sources]
    return _key(_linker_flags(), json.dumps(_GO_ENVIRONMENT, sort_keys=True), *contents)


def _compile(commands: List[str], target: Path, meanwhile: Callable[[], None]) -> None:
    proxy = os.environ.get("GOPROXY", "the default GOPROXY")
    cache.run_tool(
        f"compiling {', '.join(commands)} {kubernetes_version()} (some minutes the first time)",
        f"check that the Go module proxy ({proxy}) can be reached, then run the command again",
        ["go", "build", "-ldflags", _linker_flags(), "-o", f"{target}{os.sep}", *(f"./{name}" for name in commands)],
        _MODULE, _GO_ENVIRONMENT, meanwhile)


def _pip(step: str, *arguments: str) -> None:
    cache.run_tool(step, _PIP_REMEDY, [sys.executable, "-m", "pip", *arguments], cache.directory(), _PIP_ENVIRONMENT)


def _fetch_milvus(target: Path) -> None:
    download = target / "download"
    _pip(f"downloading milvus {MILVUS_VERSION}", "download", "--no-deps", "--only-binary=:all:",
         "--dest", str(download), f"milvus=={MILVUS_VERSION}")
    wheel = next(download.glob("*.whl"))
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != MILVUS_WHEEL_SHA256:
        raise cache.PrepareFailed(f"{wheel.name} has the sha256 {digest}, expected {MILVUS_WHEEL_SHA256} "
                                  "(the package index served another file: do not use it)")
    _unpack_milvus(wheel, target)
    shutil.rmtree(download)


def _unpack_milvus(wheel: Path, target: Path) -> None:
    cache.say("unpacking milvus ...")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith("milvus/data/bin/") and name.endswith(".lzma"):
                with archive.open(name) as packed, lzma.open(packed) as content:
                    _write(target / Path(name).stem, content)
            elif name in ("milvus/data/glog.conf", "milvus/data/config.yaml.template"):
                with archive.open(name) as content:
                    _write(target / Path(name).name, content)
    (target / "milvus").chmod(0o755)


def _write(path: Path, content: IO[bytes]) -> None:
    with open(path, "wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)


def _fetch_pymilvus(target: Path) -> None:
    _pip(f"installing pymilvus {PYMILVUS_VERSION} into the cache", "install", "--only-binary=:all:", "--no-warn-conflicts",
         "--target", str(target), f"pymilvus=={PYMILVUS_VERSION}")


def _entries() -> _Entries:
    root = cache.directory()
    version = f"{kubernetes_version()}-{_kubernetes_key()}"
    # Its dependencies carry compiled modules for one version of Python.
    client = f"pymilvus-{PYMILVUS_VERSION}-{sys.implementation.cache_tag}-{platform.machine()}"
    return _Entries(
        kubernetes=_Compiled(root / f"kubernetes-{version}", _SERVERS),
        kubectl=None if shutil.which("kubectl") else _Compiled(root / f"kubectl-{version}", ["kubectl"]),
        milvus=_Fetched(root / f"milvus-{MILVUS_VERSION}-{_key(MILVUS_WHEEL_SHA256)}", _fetch_milvus),
        pymilvus=_Fetched(root / client, _fetch_pymilvus))


def _missing(entries: _Entries) -> List[Union[_Compiled, _Fetched]]:
    return [entry for entry in entries if entry is not None and not entry.path.is_dir()]


def _add(missing: Sequence[Union[_Compiled, _Fetched]]) -> None:
    compiled = [entry for entry in missing if isinstance(entry, _Compiled)]
    fetched = [entry for entry in missing if isinstance(entry, _Fetched)]
    tools.require(["platform", *(["go"] if compiled else []), *(["python3"] if fetched else [])])

    def fetch() -> None:
        while fetched:
            entry = fetched.pop(0)
            cache.add(entry.path, entry.fill)

    # The compiler waits for the network too, and at its end for one linker: what is fetched comes beside it.
    for compiled_entry in compiled:
        commands = compiled_entry.commands
        cache.add(compiled_entry.path, lambda target: _compile(commands, target, meanwhile=fetch))
    fetch()


def prepare() -> Prepared:
    """Returns at once when everything is there: the lock is only for those who have something to add."""
    entries = _entries()
    if _missing(entries):
        with cache.locked():
            cache.remove_unfinished()
            _add(_missing(entries))
    kubectl = entries.kubectl.path / "kubectl" if entries.kubectl else Path(shutil.which("kubectl") or "")
    return Prepared(entries.kubernetes.path, kubectl, entries.milvus.path, entries.pymilvus.path)


def write_pki(prepared: Prepared, target: Path) -> None:
    target.mkdir()
    subprocess.run([str(prepared.kubernetes / "pki"), str(target)], check=True)
