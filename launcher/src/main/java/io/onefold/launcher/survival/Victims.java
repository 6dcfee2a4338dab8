package io.onefold.launcher.survival;

import io.onefold.devstack.RedisLine;
import io.onefold.devstack.StackInfo;
import io.onefold.launcher.running.ServiceKeeper;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.Suite;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Everything in a suite that can die: a process of each service, PostgreSQL, Redis, and what Redis holds. */
final class Victims {

    private Victims() {}

    /** Activation first: what it does when it is killed is seen from outside, so it is to happen at the very moment that was chosen. */
    static List<Victim> of(Suite suite, ServiceKeeper keeper) {
        List<Victim> victims = new ArrayList<>();
        List<ServiceKind> kinds = List.of(ServiceKind.values());
        for (int i = kinds.size() - 1; i >= 0; i--) {
            victims.add(new OneOfReplicas(suite.processes(kinds.get(i)), keeper));
        }
        victims.add(new Server(suite, "postgres", StackInfo::isPostgresReady));
        victims.add(new Flush(suite));
        victims.add(new Server(suite, "redis", StackInfo::isRedisReady));
        return victims;
    }

    /** The replicas of a service in turn; the one that died stays dead until there is progress, when another one is alive. */
    private static final class OneOfReplicas implements Victim {
        private final List<ServiceProcess> replicas;
        private final ServiceKeeper keeper;
        private int strikes;

        OneOfReplicas(List<ServiceProcess> replicas, ServiceKeeper keeper) {
            this.replicas = replicas;
            this.keeper = keeper;
        }

        @Override
        public String name() {
            return replicas.get(0).name();
        }

        @Override
        public boolean isReady() {
            return replicas.stream().allMatch(replica -> replica.isAlive() && replica.isReady());
        }

        @Override
        public String strike() {
            ServiceProcess victim = replicas.get(strikes++ % replicas.size());
            if (replicas.size() > 1) {
                keeper.leaveDead(victim);
            }
            return "%s (pid %d)".formatted(victim.name(), victim.crash());
        }

        @Override
        public void comeBack() {
            replicas.forEach(keeper::startAgain);
        }
    }

    private record Server(Suite suite, String name, Predicate<StackInfo> ready) implements Victim {
        @Override
        public boolean isReady() {
            return ready.test(suite.stackInfo());
        }

        @Override
        public String strike() throws IOException {
            return "%s (pid %d)".formatted(name, suite.stack().crash(name));
        }
    }

    private record Flush(Suite suite) implements Victim {
        @Override
        public String name() {
            return "what Redis holds";
        }

        @Override
        public boolean isReady() {
            return suite.stackInfo().isRedisReady();
        }

        @Override
        public String strike() throws IOException {
            String answer = RedisLine.answer(suite.stackInfo().redisUrl(), "FLUSHALL");
            if (!answer.equals("+OK")) {
                throw new SuiteException("Redis was to be flushed and answers " + answer);
            }
            return name();
        }
    }
}
