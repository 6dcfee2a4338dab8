package io.onefold.launcher.bench;

import io.onefold.launcher.running.Memory;
import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Resident memory of every process of a suite, in MiB, and their sum. */
final class ResidentMemory {
    private static final long MEBIBYTE = 1 << 20;

    private ResidentMemory() {}

    static Map<String, Long> of(Suite suite) {
        Map<String, Long> memory = new LinkedHashMap<>();
        for (ServiceProcess service : suite.services()) {
            service.process().ifPresent(process -> memory.put(service.name(), mebibytes(process)));
        }
        try {
            suite.stack().servers().forEach((name, process) -> memory.put(name, mebibytes(process)));
        } catch (IOException e) {
            throw new UncheckedIOException("the processes of the stack", e);
        }
        memory.put(
                "together", memory.values().stream().mapToLong(Long::longValue).sum());
        return memory;
    }

    private static long mebibytes(ProcessHandle process) {
        return Memory.residentOfTree(process).orElse(0) / MEBIBYTE;
    }
}
