package io.onefold.kit.feed;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One watcher's end of a stream, with the transport's flow control: nothing is sent that would only wait in memory. */
final class Outlet<R> {
    private final ServerCallStreamObserver<R> watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    Outlet(ServerCallStreamObserver<R> watcher) {
        this.watcher = watcher;
        watcher.setOnReadyHandler(this::signal);
        watcher.setOnCancelHandler(this::signal);
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the watcher takes more; false once it is gone. */
    boolean awaitReady(Duration recheck) throws InterruptedException {
        lock.lock();
        try {
            while (!watcher.isCancelled() && !watcher.isReady()) {
                long unused = changed.awaitNanos(recheck.toNanos());
            }
            return !watcher.isCancelled();
        } finally {
            lock.unlock();
        }
    }

    void send(R response) {
        watcher.onNext(response);
    }

    void complete() {
        if (!watcher.isCancelled()) {
            watcher.onCompleted();
        }
    }

    void fail(StatusRuntimeException failure) {
        if (!watcher.isCancelled()) {
            watcher.onError(failure);
        }
    }
}
