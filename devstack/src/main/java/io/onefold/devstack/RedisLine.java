package io.onefold.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One command without arguments to a Redis, on a connection of its own, and the line that it answers: no client is worth loading for that. */
public final class RedisLine {

    private static final int PATIENCE_MILLIS = 2_000;

    private RedisLine() {}

    /** @param redisUrl as {@code redis://host:port} */
    public static String answer(String redisUrl, String command) throws IOException {
        URI redis = URI.create(redisUrl);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(redis.getHost(), redis.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                answer.append((char) b);
            }
            return answer.toString().strip();
        }
    }

    /** Whether it answers at all; asked for a password it does as well. */
    static boolean isAnswered(String redisUrl) {
        try {
            return !answer(redisUrl, "PING").isEmpty();
        } catch (IOException away) {
            return false;
        }
    }
}
