package io.onefold.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.demo.Demo;
import io.onefold.launcher.demo.DemoInput;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.running.Suite;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample comes out exact also when everything is killed while it goes through: each service, PostgreSQL, Redis and what it holds. */
class SurvivalIT {
    private static final int REPLICA = 10;
    private static final int ROUNDS = 1;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theSampleIsExactAlthoughEverythingIsKilled(int replicas) throws InterruptedException {
        StringBuilder said = new StringBuilder();
        try (Suite suite = Runs.start("survival-" + replicas, Demo::suited)) {
            int first = suite.options().portOffset();
            if (replicas == 2) {
                suite.startReplicas(REPLICA);
            }
            try (SuiteClient client =
                    new SuiteClient(replicas == 2 ? List.of(first, first + REPLICA) : List.of(first))) {
                int differences = new Demo(
                                suite, client, line -> said.append(line).append('\n'))
                        .run(
                                DemoInput.read(Runs.checkout().resolve("sample")),
                                ImportOrder.named("merged", 1).orElseThrow(),
                                1,
                                Demo.DAYS,
                                ROUNDS);
                assertEquals(0, differences, () -> "what came out of the demo:\n" + said);
            }
        }
    }
}
