package io.milvusops.faults;

import io.milvusops.servers.TestServers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Stands between the operator and a real API server. Requests keep the login they come with; each has a connection of
 * its own, so that losing one answer loses nothing else. Plain HTTP on loopback towards the operator.
 */
public final class ApiServerProxy implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Stops<PartitionWrite> stops = new Stops<>();
    private final Refusals refusals = new Refusals();
    private final Watches watches = new Watches();
    private final String apiServerUrl;
    private final Connections apiServer;
    private final ServerSocket listener;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean passing = true;

    /** A proxy of its own port in front of the API server. */
    public ApiServerProxy(TestServers servers) {
        apiServerUrl = servers.apiServerUrl();
        apiServer = new Connections(apiServerUrl, servers.caFile());
        try {
            listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        threads.execute(this::listen);
    }

    /** The same identity, led through this proxy. */
    public Path lead(Path kubeconfig) {
        try {
            String direct = Files.readString(kubeconfig);
            Path led = Files.createTempFile("through-proxy", ".kubeconfig");
            led.toFile().deleteOnExit();
            String proxyUrl = "http://127.0.0.1:" + listener.getLocalPort();
            return Files.writeString(led, direct.replace(apiServerUrl, proxyUrl));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Stops the next write that fits. */
    public Stop stop(Moment moment, Predicate<PartitionWrite> fits) {
        return stops.add(moment, fits, new Stop());
    }

    /** Carries out the next write that fits, and loses the answer. */
    public Stop loseAnswer(Predicate<PartitionWrite> fits) {
        return stops.add(Moment.AFTER, fits, Stop.at(Ending.CUT));
    }

    /** Refuses that many writes that fit, without any effect. */
    public Stop refuse(Predicate<PartitionWrite> fits, int code, int times) {
        return refusals.add(fits, code, times);
    }

    /** Takes back all that was asked for and not met yet: from now on the API server is reached as it is. */
    public void heal() {
        refusals.forget();
        stops.forget();
    }

    /** As a network that breaks apart: what is under way is lost, and nothing passes from now on. */
    public void cutOff() {
        passing = false;
        clients.forEach(Connections::reset);
    }

    /** The network is mended. */
    public void reconnect() {
        passing = true;
    }

    /** No watch shows what happens from now on, until they are let go; all else passes. */
    public void holdWatches() {
        watches.hold(resources -> true);
    }

    /** The same for the watches of one resource, such as {@code milvusconnections}: those of others show all. */
    public void holdWatches(String resource) {
        watches.hold(resources -> resources.endsWith("/" + resource));
    }

    /** The watches show what they were kept from showing. */
    public void letWatchesGo() {
        watches.letGo();
    }

    /** Breaks all watches; returns how many there were. */
    public int cutWatches() {
        return watches.cut();
    }

    /** Breaks all watches, and has each told, when it begins again, that its version is too old. */
    public int expireWatches() {
        return watches.expire();
    }

    /** How many watches were told that their version is too old. */
    public int toldExpired() {
        return watches.told();
    }

    /** Cuts what waits at its points, and forgets the points that were not reached. */
    public void cutAll() {
        stops.cutAll();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> admit(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void admit(Socket client) {
        clients.add(client);
        if (passing) {
            serve(client);
        } else {
            Connections.reset(client);
        }
        clients.remove(client);
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            Optional<HttpMessage> head = HttpMessage.head(in);
            if (head.isPresent()) {
                serve(head.get(), in, client);
            }
        } catch (IOException broken) {
            // The operator or the API server hung up: the other one sees its connection closed, as without a proxy.
            return;
        }
    }

    private void serve(HttpMessage head, InputStream in, Socket client) throws IOException {
        try (Socket server = apiServer.open()) {
            if (Watches.asksForOne(head)) {
                watches.serve(head, client, server);
                return;
            }
            HttpMessage request = head.withBody(in);
            Optional<PartitionWrite> write = PartitionWrite.read(request);
            Optional<HttpMessage> refusal = write.flatMap(refusals::meet);
            if (refusal.isPresent()) {
                refusal.get().writeLast(client.getOutputStream());
            } else if (cut(Moment.BEFORE, write)) {
                Connections.reset(client);
            } else {
                request.writeLast(server.getOutputStream());
                HttpMessage answer = answer(server);
                finish(client, answer, cut(Moment.AFTER, write));
            }
        }
    }

    private boolean cut(Moment moment, Optional<PartitionWrite> write) {
        return write.map(met -> stops.meet(moment, met) == Ending.CUT).orElse(false);
    }

    private static HttpMessage answer(Socket server) throws IOException {
        InputStream in = new BufferedInputStream(server.getInputStream());
        HttpMessage head = HttpMessage.head(in).orElseThrow(() -> new IOException("no answer"));
        return head.withBody(in);
    }

    private static void finish(Socket client, HttpMessage answer, boolean cut) throws IOException {
        if (cut) {
            Connections.reset(client);
        } else {
            answer.writeLast(client.getOutputStream());
        }
    }

    @Override
    public void close() {
        cutAll();
        try {
            listener.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } finally {
            threads.shutdownNow();
        }
    }
}
