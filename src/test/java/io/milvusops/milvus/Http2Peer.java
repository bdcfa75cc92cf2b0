package io.milvusops.milvus;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A peer that speaks just enough HTTP/2 for a call to be sent to it, and answers none: it refuses each, or says nothing.
 * It answers no ping either.
 */
final class Http2Peer implements AutoCloseable {

    /** What becomes of a call. */
    enum Manner {
        SILENT,
        /** As a server does that is going away: by the protocol such a call may be sent again. */
        REFUSING
    }

    private static final int PREFACE = 24;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int ACKNOWLEDGED = 1;
    private static final byte[] REFUSED_STREAM = {0, 0, 0, 7};

    private final ServerSocket listener;
    private final Manner manner;
    private final AtomicInteger calls = new AtomicInteger();

    Http2Peer(Manner manner) {
        this.manner = manner;
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        Thread serving = new Thread(this::serve, "http2-peer");
        serving.setDaemon(true);
        serving.start();
    }

    String uri() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** How many calls have come. */
    int calls() {
        return calls.get();
    }

    private void serve() {
        while (!listener.isClosed()) {
            serveOne();
        }
    }

    private void serveOne() {
        try (Socket client = listener.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            in.readNBytes(PREFACE);
            send(out, SETTINGS, 0, 0, new byte[0]);
            while (true) {
                frame(in, out);
            }
        } catch (IOException ended) {
            // The client hung up, or the test is over.
            return;
        }
    }

    private void frame(DataInputStream in, DataOutputStream out) throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        in.readFully(new byte[length]);
        if (type == SETTINGS && flags != ACKNOWLEDGED) {
            send(out, SETTINGS, ACKNOWLEDGED, 0, new byte[0]);
        } else if (type == HEADERS) {
            calls.incrementAndGet();
            if (manner == Manner.REFUSING) {
                send(out, RESET, 0, stream, REFUSED_STREAM);
            }
        }
    }

    private static void send(DataOutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(0);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
