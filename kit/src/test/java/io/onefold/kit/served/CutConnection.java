package io.onefold.kit.served;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.ConfigProvider;

/** A wire to the service under test that a test can cut, as a killed client would. */
final class CutConnection implements AutoCloseable {
    private final ServerSocket entrance;
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);

    CutConnection() throws IOException {
        entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        daemon(this::connect);
    }

    ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("localhost", entrance.getLocalPort())
                .usePlaintext()
                .build();
    }

    private void connect() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(client);
                sockets.add(server);
                daemon(() -> copy(client, server));
                daemon(() -> copy(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cut-connection");
        thread.setDaemon(true);
        thread.start();
    }

    /** Resets every connection. */
    void cut() {
        close();
    }

    @Override
    public void close() {
        try {
            entrance.close();
            for (Socket socket : sockets) {
                if (socket.isClosed()) {
                    continue;
                }
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
