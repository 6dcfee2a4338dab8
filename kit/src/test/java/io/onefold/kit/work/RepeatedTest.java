package io.onefold.kit.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedTest {
    private static final Duration PAUSE = Duration.ofMillis(1);

    @Test
    void neitherAnExceptionNorAnErrorEndsIt() throws InterruptedException {
        BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
        CountDownLatch goneOn = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        try (Repeated work = new Repeated("repeated")) {
            work.every(
                    PAUSE,
                    () -> {
                        switch (times.incrementAndGet()) {
                            case 1 -> throw new IllegalStateException("first");
                            case 2 -> throw new OutOfMemoryError("second");
                            default -> goneOn.countDown();
                        }
                    },
                    told::add);
            assertTrue(goneOn.await(30, TimeUnit.SECONDS));
        }
        assertEquals("first", told.take().getMessage());
        assertEquals("second", told.take().getMessage());
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void norDoesWhoeverIsToldAndFailsHimself() throws InterruptedException {
        CountDownLatch goneOn = new CountDownLatch(3);
        try (Repeated work = new Repeated("repeated")) {
            work.every(
                    PAUSE,
                    () -> {
                        goneOn.countDown();
                        throw new IllegalStateException("of the work");
                    },
                    failure -> {
                        throw new OutOfMemoryError("of the test");
                    });
            assertTrue(goneOn.await(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void onceIsOnceAndAfterTheEndNever() throws InterruptedException {
        AtomicInteger times = new AtomicInteger();
        BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
        Repeated work = new Repeated("repeated");
        work.once(
                () -> {
                    times.incrementAndGet();
                    throw new IllegalStateException("of the work");
                },
                told::add);
        assertEquals("of the work", told.take().getMessage());
        work.close();
        work.once(times::incrementAndGet, told::add);
        assertEquals(1, times.get());
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void whatTheEndInterruptsIsNoFailure() throws InterruptedException {
        BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Repeated work = new Repeated("repeated");
        work.every(
                PAUSE,
                () -> {
                    begun.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException stop) {
                        interrupted.countDown();
                        throw new IllegalStateException(stop);
                    }
                },
                told::add);
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        work.close();
        assertTrue(interrupted.await(30, TimeUnit.SECONDS));
        assertTrue(work.isEnding());
        assertNull(told.poll());
    }
}
