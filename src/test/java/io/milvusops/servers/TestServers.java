package io.milvusops.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real Kubernetes control plane and any number of real Milvus servers as plain processes on this host. They belong to
 * this object: {@link #close()}, or the end of this JVM in whatever way, stops them all and removes their files. Several
 * may live side by side. Safe for use by many threads; commands are carried out one after the other.
 *
 * <p>The first use on a machine builds the servers, which takes minutes.
 */
public final class TestServers implements AutoCloseable {
    /** The project's directory where it is not the working directory. */
    static final String BASE_DIRECTORY_PROPERTY = "project.basedir";

    private final Supervisor supervisor;
    private final JsonNode ready;

    private TestServers(Supervisor supervisor, JsonNode ready) {
        this.supervisor = supervisor;
        this.ready = ready;
    }

    /**
     * Returns when the API server is ready, the controllers for namespaces, garbage collection and service accounts run,
     * and the {@code default} service account exists.
     *
     * @throws TestServersException if a tool is missing or a server does not start
     */
    public static TestServers start() {
        return launch(List.of());
    }

    /** As {@link #start()}, with an ordinary Milvus of that name, which starts meanwhile: see {@link #milvus}. */
    public static TestServers startWithMilvus(String name) {
        return launch(List.of("--milvus", name));
    }

    private static TestServers launch(List<String> options) {
        Supervisor supervisor = Supervisor.launch(projectDirectory(), options);
        try {
            return new TestServers(supervisor, supervisor.read());
        } catch (RuntimeException e) {
            supervisor.close();
            throw e;
        }
    }

    /** The Milvus that was started with the control plane. */
    public MilvusServer milvus() {
        JsonNode first = ready.at("/milvus/0");
        return milvus(first.path("name").asText(), first);
    }

    /** A file with the address, the authority and an administrator's token. */
    public Path kubeconfig() {
        return path("kubeconfig");
    }

    public String apiServerUrl() {
        return text("apiServer");
    }

    /** The token of the user {@code admin}, who may do everything. */
    public String adminToken() {
        return text("adminToken");
    }

    /** The authority, in PEM, that signed the API server's certificate for {@code 127.0.0.1} and {@code localhost}. */
    public Path caFile() {
        return path("caFile");
    }

    /**
     * Every request to the API server as a line of JSON with user, verb, resource and name. A line is there before its
     * request is answered; a watch has one when it begins and one when it ends. The controllers' requests are those of
     * the user {@code system:kube-controller-manager}.
     */
    public Path auditLog() {
        return path("auditLog");
    }

    public Path kubectl() {
        return path("kubectl");
    }

    /** kubectl as an administrator types it in the project's directory. */
    public Kubectl administrator() {
        return new Kubectl(kubectl(), kubeconfig(), projectDirectory());
    }

    /** Where the manifests, the examples and the scripts are. */
    public static Path projectDirectory() {
        return Path.of(System.getProperty(BASE_DIRECTORY_PROPERTY, System.getProperty("user.dir")));
    }

    /** The Python with which {@link #pymilvus()} was installed. */
    public Path python() {
        return path("python");
    }

    /** What {@code PYTHONPATH} must be for {@code import pymilvus}: a client of Milvus that is not ours. */
    public Path pymilvus() {
        return path("pymilvus");
    }

    /** Starts a Milvus with its own ports and empty data, and returns when a collection can be made and dropped. */
    public MilvusServer startMilvus(MilvusOptions options) {
        JsonNode answer = supervisor.ask(Map.of(
                "do", "start-milvus",
                "name", options.name(),
                "authorization", options.authorization(),
                "sessionTtl", options.sessionTtl(),
                "settings", options.settings()));
        return milvus(options.name(), answer);
    }

    private MilvusServer milvus(String name, JsonNode described) {
        return new MilvusServer(
                supervisor,
                name,
                described.path("uri").asText(),
                described.path("metricsPort").asInt());
    }

    /** Sends a signal; after {@link Signal#KILL} the process is gone when this returns. */
    public void signalControlPlane(ControlPlaneServer server, Signal signal) {
        supervisor.signal(server.processName(), signal);
    }

    /** Starts a server again on the same port and data, and returns when the API server, if it runs, is ready. */
    public void restartControlPlane(ControlPlaneServer server) {
        supervisor.ask(Map.of("do", "restart", "name", server.processName()));
    }

    @Override
    public void close() {
        supervisor.close();
    }

    private Path path(String field) {
        return Path.of(text(field));
    }

    private String text(String field) {
        return ready.path(field).asText();
    }
}
