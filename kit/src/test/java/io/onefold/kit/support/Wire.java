package io.onefold.kit.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A wire to a server of this machine that a test can cut and mend. */
public final class Wire implements AutoCloseable {
    private final int server;
    private final ServerSocket entrance;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean whole = true;

    public Wire(int server) throws IOException {
        this.server = server;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::connect);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    private void connect() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(target);
                // After they are known: a cut in between finds them, or is seen here.
                if (whole) {
                    daemon(() -> copy(client, target));
                    daemon(() -> copy(target, client));
                } else {
                    reset(client);
                    reset(target);
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Either end that closes closes the other. */
    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void reset(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closedByItsEnd) {
            if (!socket.isClosed()) {
                throw closedByItsEnd;
            }
        }
        socket.close();
    }

    /** Resets every connection, and every new one. */
    public void cut() {
        whole = false;
        try {
            for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
                reset(socket);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void mend() {
        whole = true;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
