package io.onefold.launcher.bench;

import io.onefold.launcher.client.AudienceFile;
import io.onefold.launcher.client.Audiences;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.EventSelector;
import io.onefold.proto.segment.v1.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The audiences that are live while the benchmark measures: the twelve that come along, and one that only probes enter. */
final class BenchAudiences {
    static final String PROBE = "bench_probe";
    static final String PROBE_EVENT = "Bench Probe";
    static final String VIP = "vip.yaml";

    private static final List<String> FILES = List.of(
            VIP,
            "repeat_2_orders_90d.yaml",
            "lapsed_no_order_180d.yaml",
            "cart_abandon_30d.yaml",
            "email_click_then_order_7d.yaml",
            "detractor_ltv_ge_500.yaml",
            "telephone_no_order_since.yaml",
            "consented_uk_mobile_60d.yaml",
            "dmp_admin_live_2_sessions_60d.yaml",
            "refund_ratio_ge_20pct.yaml",
            "anonymous_3_views_30d.yaml",
            "browse_no_click_no_order_sequence_30d.yaml");

    private final Audiences audiences;

    BenchAudiences(SuiteClient client) {
        this.audiences = new Audiences(client);
    }

    void create() {
        for (String file : FILES) {
            create(AudienceFile.builtIn(file).named(name(file)));
        }
        create(Audience.newBuilder()
                .setName(PROBE)
                .setRule(
                        Rule.newBuilder().setOccurred(EventSelector.newBuilder().addNames(PROBE_EVENT)))
                .build());
    }

    private void create(Audience audience) {
        audiences.create(audience);
        var unused = audiences.awaitLive(audience.getName(), count -> {});
    }

    /** Fills one more; gives the seconds until it was live. */
    double fill(String name) {
        Audience audience = AudienceFile.builtIn(VIP).named(name);
        long start = System.nanoTime();
        create(audience);
        return (System.nanoTime() - start) / 1e9;
    }

    long size(String name) {
        return audiences.size(name);
    }

    /** The members of the twelve, by name. */
    Map<String, Long> sizes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        FILES.forEach(file -> sizes.put(name(file), size(name(file))));
        return sizes;
    }

    private static String name(String file) {
        return "bench_" + AudienceFile.builtIn(file).audience().getName();
    }
}
