"""etcd, kube-apiserver and kube-controller-manager: what a namespace needs to live and to be deleted."""
from __future__ import annotations

import base64
import http.client
import json
import secrets
import socket
import ssl
from pathlib import Path
from typing import Dict, List

from ports import Ports
from prepare import Prepared, write_pki
from processes import Pause, Server, await_ready, clean_environment

READY_TIMEOUT_SECONDS = 60
_CONTROLLERS = ["namespace-controller", "garbage-collector-controller", "clusterrole-aggregation-controller",
                "serviceaccount-controller", "serviceaccount-token-controller"]
_AUDIT_POLICY = {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"],
                 "rules": [{"level": "Metadata"}]}


class ControlPlane:
    def __init__(self, prepared: Prepared, directory: Path, ports: Ports):
        self._prepared = prepared
        self._directory = directory
        self._client_port, self._peer_port, self._secure_port = ports.take(3)
        self.admin_token = secrets.token_hex(16)
        self._controller_token = secrets.token_hex(16)
        self.api_server = f"https://127.0.0.1:{self._secure_port}"
        self.ca_file = directory / "pki" / "ca.crt"
        self.audit_log = directory / "audit.log"
        write_pki(prepared, directory / "pki")
        self._write_settings()
        self.kubeconfig = self._write_kubeconfig("admin", self.admin_token)
        self._trust = ssl.create_default_context(cafile=str(self.ca_file))
        self._etcd = self._server("etcd", self._etcd_arguments())
        self._apiserver = self._server("kube-apiserver", self._apiserver_arguments())
        self._controllers = self._server("kube-controller-manager", self._controller_arguments())

    @property
    def servers(self) -> List[Server]:
        return [self._etcd, self._apiserver, self._controllers]

    def _server(self, name: str, arguments: List[str]) -> Server:
        return Server(name, [str(self._prepared.kubernetes / name), *arguments], self._directory, clean_environment())

    def _write_settings(self) -> None:
        (self._directory / "audit-policy.json").write_text(json.dumps(_AUDIT_POLICY))
        tokens = self._directory / "tokens.csv"
        # The controllers have a name of their own, so that the audit log tells their requests from an administrator's.
        tokens.write_text(f'{self.admin_token},admin,admin,"system:masters"\n'
                          f'{self._controller_token},system:kube-controller-manager,controllers,"system:masters"\n')
        tokens.chmod(0o600)

    def _write_kubeconfig(self, user: str, token: str) -> Path:
        path = self._directory / f"{user}.kubeconfig"
        authority = base64.b64encode(self.ca_file.read_bytes()).decode()
        path.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": {"server": self.api_server, "certificate-authority-data": authority}}],
            "users": [{"name": user, "user": {"token": token}}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": user, "namespace": "default"}}],
        }, indent=1))
        path.chmod(0o600)
        return path

    def _etcd_arguments(self) -> List[str]:
        client, peer = (f"http://127.0.0.1:{port}" for port in (self._client_port, self._peer_port))
        return ["--name=default", f"--data-dir={self._directory / 'etcd'}", "--unsafe-no-fsync",
                f"--listen-client-urls={client}", f"--advertise-client-urls={client}", f"--listen-peer-urls={peer}",
                f"--initial-advertise-peer-urls={peer}", f"--initial-cluster=default={peer}", "--log-level=warn"]

    def _apiserver_arguments(self) -> List[str]:
        pki = self._directory / "pki"
        return [f"--etcd-servers=http://127.0.0.1:{self._client_port}", f"--secure-port={self._secure_port}",
                # Nobody dials the address that is advertised, but without it a machine without a network has none.
                "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
                f"--tls-cert-file={pki / 'serving.crt'}", f"--tls-private-key-file={pki / 'serving.key'}",
                "--service-account-issuer=https://kubernetes.default.svc",
                f"--service-account-key-file={pki / 'service-account.pub'}",
                f"--service-account-signing-key-file={pki / 'service-account.key'}",
                "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC",
                f"--token-auth-file={self._directory / 'tokens.csv'}",
                f"--audit-policy-file={self._directory / 'audit-policy.json'}",
                f"--audit-log-path={self.audit_log}", "--audit-log-maxsize=2000"]

    def _controller_arguments(self) -> List[str]:
        kubeconfig = self._write_kubeconfig("kube-controller-manager", self._controller_token)
        return [f"--kubeconfig={kubeconfig}", "--leader-elect=false", "--secure-port=0",
                f"--controllers={','.join(_CONTROLLERS)}", f"--root-ca-file={self.ca_file}",
                f"--service-account-private-key-file={self._directory / 'pki' / 'service-account.key'}"]

    def launch(self) -> None:
        self._etcd.start()
        self._apiserver.start()

    def await_ready(self, pause: Pause) -> None:
        # The controllers give up on an API server that needs more than ten seconds: a cold disk can cause that.
        await_ready(self.servers[:2], self._listens, READY_TIMEOUT_SECONDS, pause)
        self._controllers.start()
        await_ready(self.servers[:2], self._answers, READY_TIMEOUT_SECONDS, pause)
        await_ready(self.servers, self._controllers_work, READY_TIMEOUT_SECONDS, pause)

    def restart(self, name: str, wait: bool, pause: Pause) -> None:
        server = next(server for server in self.servers if server.name == name)
        server.start()
        if wait and self._apiserver.running():
            await_ready([server], self._answers, READY_TIMEOUT_SECONDS, pause)

    def _answers(self) -> bool:
        return self._get("/readyz") == 200

    def _controllers_work(self) -> bool:
        return self._get("/api/v1/namespaces/default/serviceaccounts/default") == 200

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._secure_port)) == 0

    def _get(self, path: str) -> int:
        """The status, or 0 while there is no answer."""
        connection = http.client.HTTPSConnection("127.0.0.1", self._secure_port, timeout=2, context=self._trust)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.admin_token}"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def describe(self) -> Dict[str, object]:
        return {"kubeconfig": str(self.kubeconfig), "apiServer": self.api_server, "caFile": str(self.ca_file),
                "adminToken": self.admin_token, "auditLog": str(self.audit_log), "kubectl": str(self._prepared.kubectl)}
