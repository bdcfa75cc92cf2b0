package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.partition.Excerpt;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells what happened: one log line, and an event that never delays or fails anything. A terminating namespace
 * accepts no events, so the log has them all. Thread-safe.
 */
final class Announcer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int QUEUE = 1_000;
    private static final Excerpt NOTE = new Excerpt(1_000);
    private static final int NAME_LIMIT = 253;

    /** Always six digits: the API server refuses an event whose time has fewer, as one in a thousand would. */
    private static final DateTimeFormatter MICROSECONDS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private final KubernetesClient client;
    private final String instance;
    private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis());
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), Announcer::thread, (work, pool) -> {});

    Announcer(KubernetesClient client, String instance) {
        this.client = client;
        this.instance = instance;
        this.sender.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "events");
        thread.setDaemon(true);
        return thread;
    }

    void normal(HasMetadata resource, String reason, String note) {
        write(Level.INFO, resource, reason, note);
        announce(resource, "Normal", reason, note);
    }

    void warning(HasMetadata resource, String reason, String note) {
        write(Level.WARN, resource, reason, note);
        announce(resource, "Warning", reason, note);
    }

    /** Warns in the log only: of a resource that is gone there is nothing to hang an event on. */
    void log(HasMetadata resource, String reason, String note) {
        write(Level.WARN, resource, reason, note);
    }

    private static void write(Level level, HasMetadata resource, String reason, String note) {
        LOG.atLevel(level)
                .addKeyValue("kind", resource.getKind())
                .addKeyValue("namespace", resource.getMetadata().getNamespace())
                .addKeyValue("name", resource.getMetadata().getName())
                .addKeyValue("reason", reason)
                .log(note);
    }

    private void announce(HasMetadata resource, String type, String reason, String note) {
        Event event = event(resource, type, reason, note);
        sender.execute(() -> send(event));
    }

    private Event event(HasMetadata resource, String type, String reason, String note) {
        return new EventBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(resource.getMetadata().getNamespace())
                        .withName(name(resource.getMetadata().getName()))
                        .build())
                .withEventTime(microTime(Instant.now()))
                .withType(type)
                .withReason(reason)
                .withAction(reason)
                .withNote(NOTE.ends(note))
                .withReportingController("milvusops.io/milvus-partition-operator")
                .withReportingInstance(instance)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(resource.getApiVersion())
                        .withKind(resource.getKind())
                        .withNamespace(resource.getMetadata().getNamespace())
                        .withName(resource.getMetadata().getName())
                        .withUid(resource.getMetadata().getUid())
                        .build())
                .build();
    }

    /** Names end at 253 characters, those of events too. */
    private String name(String of) {
        String suffix = "." + Long.toHexString(sequence.incrementAndGet()).toLowerCase(Locale.ROOT);
        int room = NAME_LIMIT - suffix.length();
        return (of.length() > room ? of.substring(0, room) : of) + suffix;
    }

    static MicroTime microTime(Instant instant) {
        return new MicroTime(MICROSECONDS.format(instant));
    }

    private void send(Event event) {
        try {
            client.events().v1().events().resource(event).create();
        } catch (KubernetesClientException refused) {
            LOG.debug("an event was not accepted: HTTP {}", refused.getCode());
        }
    }

    @Override
    public void close() {
        sender.shutdown();
    }
}
