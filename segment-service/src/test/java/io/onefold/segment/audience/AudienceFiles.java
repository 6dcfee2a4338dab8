package io.onefold.segment.audience;

import io.onefold.kit.validation.RequestLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The audiences that the service brings along. */
final class AudienceFiles {
    static final List<String> NAMES = List.of(
            "vip",
            "repeat_2_orders_90d",
            "lapsed_no_order_180d",
            "cart_abandon_30d",
            "email_click_then_order_7d",
            "detractor_ltv_ge_500",
            "telephone_no_order_since",
            "consented_uk_mobile_60d",
            "dmp_admin_live_2_sessions_60d",
            "refund_ratio_ge_20pct",
            "anonymous_3_views_30d",
            "browse_no_click_no_order_sequence_30d");

    private static final AudienceCodec CODEC = new AudienceCodec(new RequestLimits());

    private AudienceFiles() {}

    static AudienceDraft read(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(AudienceFiles.class.getResourceAsStream("/audiences/" + name + ".yaml"), name)) {
            return CODEC.file(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static AudienceDraft parse(String yaml) {
        return CODEC.file(yaml);
    }
}
