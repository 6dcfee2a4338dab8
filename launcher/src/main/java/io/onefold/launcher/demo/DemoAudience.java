package io.onefold.launcher.demo;

import io.onefold.launcher.client.AudienceFile;
import java.util.List;
import java.util.Set;

/**
 * An audience of the demo. It is created twice: once before anything is loaded, so that every change reaches it live, and under its own
 * name afterwards, filled from the profiles.
 *
 * @param answer what the expected answers call it
 * @param members the pids that are expected
 */
record DemoAudience(String answer, AudienceFile file, Set<String> members) {

    /** The one whose members the campaigns of development greet and list. */
    static final String GREETED = "vip";

    /** All for which there are answers. */
    static List<DemoAudience> of(Expected expected) {
        return expected.members().entrySet().stream()
                .map(e -> new DemoAudience(
                        e.getKey(),
                        AudienceFile.builtIn((e.getKey().equals(Expected.VIP) ? GREETED : e.getKey()) + ".yaml"),
                        e.getValue()))
                .toList();
    }

    String backfilled() {
        return file.audience().getName();
    }

    String live() {
        return file.audience().getName() + "_live";
    }
}
