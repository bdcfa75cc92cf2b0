package io.milvusops.servers;

import java.util.Map;

/** A running Milvus of a {@link TestServers}. Its address and its data outlive every kill and restart. */
public final class MilvusServer {
    private final Supervisor supervisor;
    private final String name;
    private final String uri;
    private final int metricsPort;

    MilvusServer(Supervisor supervisor, String name, String uri, int metricsPort) {
        this.supervisor = supervisor;
        this.name = name;
        this.uri = uri;
        this.metricsPort = metricsPort;
    }

    public String name() {
        return name;
    }

    /** The gRPC address as {@code http://127.0.0.1:PORT}, also where the server's settings turn TLS on. */
    public String uri() {
        return uri;
    }

    /** The port of {@code /healthz}, of the metrics and of the REST interface, which asks for no credentials. */
    public int metricsPort() {
        return metricsPort;
    }

    /** Ends the server as a crash would; the process is gone when this returns. */
    public void kill() {
        supervisor.signal(name, Signal.KILL);
    }

    /** Asks the server to end and kills it if it has not ended after four seconds; it is gone when this returns. */
    public void terminate() {
        supervisor.ask(Map.of("do", "stop", "name", name));
    }

    /** Stops the process without closing its connections: calls hang until {@link #thaw()}. */
    public void freeze() {
        supervisor.signal(name, Signal.STOP);
    }

    /** Lets a frozen server go on; it ends itself if it was frozen for longer than its session. */
    public void thaw() {
        supervisor.signal(name, Signal.CONT);
    }

    /** Starts the server again on the same ports and data, and returns when a collection can be made and dropped. */
    public void restart() {
        restart(true);
    }

    /** Starts the server again on the same ports and data, and returns while it is still starting. */
    public void restartWithoutWaiting() {
        restart(false);
    }

    private void restart(boolean wait) {
        supervisor.ask(Map.of("do", "restart", "name", name, "wait", wait));
    }
}
