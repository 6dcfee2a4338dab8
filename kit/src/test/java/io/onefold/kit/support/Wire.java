package io.onefold.kit.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A wire to a server of this machine that a test can cut and mend. */
public final class Wire implements AutoCloseable {
    private final int server;
    private final ServerSocket entrance;
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
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
                sockets.add(client);
                if (!whole) {
                    reset(client);
                    continue;
                }
                Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(target);
                daemon(() -> copy(client, target));
                daemon(() -> copy(target, client));
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
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** Resets every connection, and every new one. */
    public void cut() {
        whole = false;
        try {
            for (Socket socket : sockets) {
                reset(socket);
            }
            sockets.clear();
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
