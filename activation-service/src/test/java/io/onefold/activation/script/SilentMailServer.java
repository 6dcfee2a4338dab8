package io.onefold.activation.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that takes a mail to its end and then says nothing more. */
public final class SilentMailServer implements AutoCloseable {
    private final ServerSocket server;
    private final Thread accepting;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger hungUp = new AtomicInteger();

    SilentMailServer(int port) {
        try {
            server = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = background(this::accept);
    }

    private static Thread background(Runnable work) {
        Thread thread = new Thread(work, "silent-mail-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** How many mails came to their end. */
    public int taken() {
        return taken.get();
    }

    /** How many of those who had sent one were gone before they had an answer. */
    public int hungUp() {
        return hungUp.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread unused = background(() -> talk(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void talk(Socket socket) {
        try (socket;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            say(socket, "220 here");
            boolean mail = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (mail) {
                    if (line.equals(".")) {
                        taken.incrementAndGet();
                        awaitEnd(lines);
                        return;
                    }
                } else if (line.equals("DATA")) {
                    mail = true;
                    say(socket, "354 go on");
                } else {
                    say(socket, "250 fine");
                }
            }
        } catch (IOException gone) {
            // Whoever talked has hung up.
        }
    }

    private void awaitEnd(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // Whatever is said now gets no answer.
            }
        } catch (IOException reset) {
            // As good as an orderly end.
        }
        hungUp.incrementAndGet();
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The port is free afterwards: it is held for as long as a thread still accepts. */
    @Override
    public void close() throws InterruptedException {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting.join();
    }
}
