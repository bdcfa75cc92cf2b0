"""A standalone Milvus with its own etcd, ports and data."""
from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
from pathlib import Path
from typing import Dict, List, NamedTuple, Tuple

from ports import Ports
from prepare import Prepared
from processes import Pause, Server, await_ready, clean_environment

# After a kill the server answers DDL only when its old session has run out, so the wait must be longer than that.
READY_TIMEOUT_SECONDS = 60
STOP_GRACE_SECONDS = 4
_COMPONENTS = ["PROXY", "ROOTCOORD", "DATACOORD", "QUERYCOORD", "QUERYNODE", "DATANODE", "INDEXNODE"]
# Fixed in the Milvus binary: no setting and no TMPDIR moves it.
_RUNTIME_DIRECTORY = Path("/tmp/milvus")
_PROBE_COLLECTION = "readiness_probe"
_PLACEHOLDER = re.compile(r"\{\{ *[a-z_]+(?:\([a-z]+\))?(?:: *([^ }]*))? *\}\}")


class MilvusOptions(NamedTuple):
    name: str
    authorization: bool = False
    session_ttl: int = 3
    settings: Dict[str, str] = {}


class MilvusServer:
    def __init__(self, prepared: Prepared, directory: Path, ports: Ports, options: MilvusOptions):
        self.options = options
        self._directory = directory
        self._numbers = ports.take(len(_COMPONENTS) + 4)
        self.port, self.metrics_port = self._numbers[0], self._numbers[-1]
        self._write_configuration(prepared)
        _share_runtime_directory()
        self.server = Server(options.name, [str(prepared.milvus / "milvus"), "run", "standalone"], directory,
                             self._environment(prepared))

    def _write_configuration(self, prepared: Prepared) -> None:
        configuration = self._directory / "configuration"
        configuration.mkdir()
        shutil.copy(str(prepared.milvus / "glog.conf"), str(configuration))
        template = (prepared.milvus / "config.yaml.template").read_text()
        # Without the full file SIGTERM does not end the server and its rate limits do not act.
        (configuration / "milvus.yaml").write_text(_PLACEHOLDER.sub(lambda found: found.group(1) or "", template))
        client, peer = self._etcd_urls()
        (configuration / "etcd.yaml").write_text(json.dumps({
            "name": "default", "listen-client-urls": client, "advertise-client-urls": client, "listen-peer-urls": peer,
            "initial-advertise-peer-urls": peer, "initial-cluster": f"default={peer}"}))

    def _etcd_urls(self) -> Tuple[str, str]:
        client, peer = (f"http://127.0.0.1:{port}" for port in self._numbers[-3:-1])
        return client, peer

    def _environment(self, prepared: Prepared) -> Dict[str, str]:
        configuration, data = self._directory / "configuration", self._directory / "data"
        return {
            **clean_environment(), **self._addresses(),
            "LD_LIBRARY_PATH": str(prepared.milvus), "MILVUSCONF": str(configuration), "DEPLOY_MODE": "STANDALONE",
            "ETCD_USE_EMBED": "true", "ETCD_CONFIG_PATH": str(configuration / "etcd.yaml"),
            "ETCD_ENDPOINTS": self._etcd_urls()[0].split("//")[1], "ETCD_DATA_DIR": str(data / "etcd"),
            "ETCD_LOG_PATH": "stderr", "MQ_TYPE": "rocksmq", "ROCKSMQ_PATH": str(data / "rocksmq"),
            "COMMON_STORAGETYPE": "local", "LOCALSTORAGE_PATH": str(data), "COMMON_GRACEFULSTOPTIMEOUT": "2",
            "COMMON_SESSION_TTL": str(self.options.session_ttl),
            "COMMON_SECURITY_AUTHORIZATIONENABLED": str(self.options.authorization).lower(),
            **self.options.settings,
        }

    def _addresses(self) -> Dict[str, str]:
        """The address is only what the components tell each other; the server listens on every interface whatever it says."""
        addresses = {f"{component}_IP": "127.0.0.1" for component in _COMPONENTS}
        numbers = dict(zip((f"{component}_PORT" for component in _COMPONENTS), map(str, self._numbers)))
        return {**addresses, **numbers, "PROXY_INTERNALPORT": str(self._numbers[len(_COMPONENTS)]),
                "METRICS_PORT": str(self.metrics_port)}

    def await_ready(self, pause: Pause) -> None:
        timeout = READY_TIMEOUT_SECONDS + self.options.session_ttl
        await_ready([self.server], self._healthy, timeout, pause)
        await_ready([self.server], self._changes_schema, timeout, pause)

    def _healthy(self) -> bool:
        return self._ask("GET", "/healthz")[1] == "OK"

    def _changes_schema(self) -> bool:
        """Answers true once a collection can be made and dropped: only that shows that DDL no longer hangs or fails. The
        metrics port asks for no credentials, so it works with authorization too."""
        fields = [{"fieldID": 100, "name": "id", "is_primary_key": True, "data_type": 5},
                  {"fieldID": 101, "name": "vector", "data_type": 101, "type_params": [{"key": "dim", "value": "2"}]}]
        schema = {"name": _PROBE_COLLECTION, "fields": fields}
        made = self._ask("POST", "/api/v1/collection", {"collection_name": _PROBE_COLLECTION, "schema": schema})
        dropped = self._ask("DELETE", "/api/v1/collection", {"collection_name": _PROBE_COLLECTION})
        return made == (200, "{}") and dropped == (200, "{}")

    def _ask(self, method: str, path: str, body: object = None) -> Tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.metrics_port, timeout=2)
        try:
            if body is None:
                connection.request(method, path)
            else:
                connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def describe(self) -> Dict[str, object]:
        return {"name": self.options.name, "uri": f"http://127.0.0.1:{self.port}", "pid": self.server.pid,
                "metricsPort": self.metrics_port}


def _share_runtime_directory() -> None:
    """Milvus makes it for the user who comes first, and then does not start for any other user of the machine."""
    _RUNTIME_DIRECTORY.mkdir(exist_ok=True)
    with contextlib.suppress(PermissionError):
        _RUNTIME_DIRECTORY.chmod(0o1777)


def runtime_leftovers(pids: List[str]) -> List[Path]:
    """The only files that Milvus writes outside its own directory and under a name of its own."""
    return [_RUNTIME_DIRECTORY / f"server_id_{pid}" for pid in pids]
