package io.onefold.launcher.bench;

import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Events as fast as they go. */
final class Throughput {
    private final Suite suite;
    private final Sender sender;

    Throughput(Suite suite, Sender sender) {
        this.suite = suite;
        this.sender = sender;
    }

    /** How many events were accepted, how long they took, and the CPU that every process spent. */
    record Measured(int events, double seconds, Map<String, Double> cpu) {
        double rate() {
            return events / seconds;
        }

        /** CPU-seconds of 1,000 events in all processes but this one, which only sends them. */
        double cost() {
            double services = cpu.entrySet().stream()
                    .filter(process -> !process.getKey().equals(CpuMeter.CLIENT))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
            return services * 1000 / events;
        }
    }

    /** From the first event sent until the audiences contain the last one. */
    Measured through(Sender.Source source, int events) throws InterruptedException, ExecutionException {
        CpuMeter cpu = CpuMeter.start(suite);
        int before = sender.accepted();
        long start = System.nanoTime();
        sender.awaitMembers(BenchAudiences.PROBE, sender.sendAll(source, events));
        return new Measured(sender.accepted() - before, (System.nanoTime() - start) / 1e9, cpu.seconds());
    }

    /** Ingestion alone: whoever reads it is stopped, so that the figure is not shared with their work. */
    Measured accepted(Sender.Source source, int events) throws InterruptedException, ExecutionException {
        List<ServiceProcess> readers = suite.services().stream()
                .filter(service -> !service.name().startsWith("ingestion"))
                .toList();
        readers.forEach(ServiceProcess::stop);
        CpuMeter cpu = CpuMeter.start(suite);
        int before = sender.accepted();
        long start = System.nanoTime();
        String last = sender.sendAll(source, events);
        Measured measured = new Measured(sender.accepted() - before, (System.nanoTime() - start) / 1e9, cpu.seconds());
        readers.forEach(ServiceProcess::start);
        sender.awaitMembers(BenchAudiences.PROBE, last);
        return measured;
    }
}
