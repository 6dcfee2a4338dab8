package io.onefold.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UnpackedOnceTest {

    private static final int RACERS = 4;

    @Test
    void racersAllGetOneWholeFolder() throws Exception {
        String name = "race-" + UUID.randomUUID();
        CyclicBarrier everyoneHasAHalfFilledFolder = new CyclicBarrier(RACERS);
        Callable<Path> racer = () -> UnpackedOnce.folder(name, folder -> {
            Files.writeString(folder.resolve("first"), "1");
            await(everyoneHasAHalfFilledFolder);
            Files.writeString(folder.resolve("second"), "2");
        });
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            List<Future<Path>> homes = threads.invokeAll(List.of(racer, racer, racer, racer));
            Path home = homes.get(0).get();
            for (Future<Path> other : homes) {
                assertEquals(home, other.get());
            }
            assertEquals("2", Files.readString(home.resolve("second")));
            try (var siblings = Files.newDirectoryStream(home.getParent(), name + "*")) {
                assertEquals(
                        List.of(home),
                        java.util.stream.StreamSupport.stream(siblings.spliterator(), false)
                                .toList());
            }
            Folders.delete(home);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
