package io.milvusops.soak;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.milvusops.fake.Dialect;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.faults.ApiServerProxy;
import io.milvusops.it.AuditLog;
import io.milvusops.it.Installation;
import io.milvusops.it.OperatorProcess;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The servers of one run: a real API server, fake Milvus servers of different versions, and the operator. */
final class SoakStage implements AutoCloseable {

    private static final List<Dialect> DIALECTS = List.of(Dialect.values());

    final SoakClock clock = new SoakClock();
    final Pulse pulse = new Pulse(clock);
    final Chronicle chronicle = new Chronicle();
    final RowHistory rows = new RowHistory();
    final Later later = new Later();
    final TestServers servers = TestServers.start();
    final KubernetesClient client;
    final Resources resources;
    final ApiServerProxy apiServer;
    final OperatorProcess operator;
    final List<Place> places = new ArrayList<>();

    SoakStage() throws IOException {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(servers.kubeconfig())))
                .build();
        pulse.start();
        resources = new Resources(client);
        apiServer = new ApiServerProxy(servers);
        operator = new OperatorProcess(apiServer.lead(Installation.apply(servers, client)));
        resources.watch(chronicle, clock);
        for (int number = 0; number < Script.PLACES; number++) {
            places.add(place(number));
        }
    }

    private Place place(int number) {
        FakeMilvus milvus = FakeMilvus.start(DIALECTS.get(number));
        milvus.world()
                .journal()
                .tell(event -> chronicle.happened(
                        new Event(milvus.uri(), event, clock.at(event.arrivedNanos()), clock.at(event.nanos()))));
        String namespace = "soak-" + (char) ('a' + number);
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new Place(namespace, milvus);
    }

    /** What there is now, by the watch and on the servers. */
    Situation situation() {
        Map<String, World> worlds = new HashMap<>();
        places.forEach(place -> {
            String uri = place.milvus().uri();
            worlds.put(uri, place.world().with(rows.newest(uri)));
        });
        return chronicle.situation(worlds, clock.now());
    }

    /** What the operator asked the API server without having the right to. */
    List<AuditLog.Request> forbidden() {
        return new AuditLog(servers)
                .ofOperator().stream().filter(AuditLog.Request::forbidden).toList();
    }

    @Override
    public void close() throws IOException {
        pulse.close();
        later.close();
        operator.close();
        apiServer.close();
        client.close();
        places.forEach(place -> place.milvus().close());
        servers.close();
    }
}
