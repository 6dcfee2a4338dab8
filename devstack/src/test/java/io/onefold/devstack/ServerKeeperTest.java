package io.onefold.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerKeeperTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A server that lives for so many seconds at each start. */
    private static final class Sleeper implements Server {
        private final String seconds;
        private volatile @Nullable ProcessHandle process;

        Sleeper(String seconds) {
            this.seconds = seconds;
        }

        @Override
        public String name() {
            return "sleeper";
        }

        @Override
        public Path log() {
            return Path.of("sleeper.log");
        }

        @Override
        public void start() throws IOException {
            process = new ProcessBuilder("sleep", seconds).start().toHandle();
        }

        @Override
        public Optional<ProcessHandle> process() {
            return Optional.ofNullable(process).filter(ProcessHandle::isAlive);
        }
    }

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void whoEndsAgainAndAgainIsGivenUp() throws Exception {
        Sleeper server = new Sleeper("0");
        server.start();
        try (ServerKeeper keeper = new ServerKeeper(server, lines::add)) {
            assertEquals(
                    "sleeper ended 5 times in a row and is not started again: it ended each time soon after its start; see sleeper.log",
                    keeper.givenUp().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void whoIsKilledIsStartedAgainUntilTheKeeperIsClosed() throws Exception {
        Sleeper server = new Sleeper("600");
        server.start();
        ProcessHandle first = server.process().orElseThrow();
        ServerKeeper keeper = new ServerKeeper(server, lines::add);
        first.destroyForcibly();
        Wait.until(PATIENCE, "it runs again", () -> lines.contains("sleeper runs again"));
        ProcessHandle second = server.process().orElseThrow();
        assertTrue(second.pid() != first.pid());
        keeper.close();
        second.destroyForcibly();
        second.onExit().join();
        assertTrue(server.process().isEmpty());
        assertFalse(keeper.givenUp().isDone(), lines.toString());
    }
}
