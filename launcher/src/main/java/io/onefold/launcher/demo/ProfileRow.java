package io.onefold.launcher.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A profile as one row of {@code profiles.csv}: what was expected and what came out are compared in this form. */
record ProfileRow(
        String pid,
        String kind,
        String userId,
        List<String> emails,
        List<String> phones,
        List<String> crmIds,
        long anonymousIds,
        long events,
        long orders,
        BigDecimal gross,
        BigDecimal refunds,
        Optional<Instant> firstOrder,
        Optional<Instant> lastOrder,
        Optional<BigDecimal> lastNps,
        Optional<Boolean> consentEmail,
        String country,
        long sessions) {

    BigDecimal net() {
        return gross.subtract(refunds);
    }

    boolean isKnown() {
        return kind.equals("known");
    }

    /** The columns by name, numbers without trailing zeros, so that rows compare cell by cell. */
    Map<String, String> cells() {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("kind", kind);
        cells.put("user_id", userId);
        cells.put("emails", String.join("|", emails));
        cells.put("phones", String.join("|", phones));
        cells.put("crm_ids", String.join("|", crmIds));
        cells.put("anonymous_ids", Long.toString(anonymousIds));
        cells.put("events", Long.toString(events));
        cells.put("orders", Long.toString(orders));
        cells.put("gross", plain(gross));
        cells.put("refunds", plain(refunds));
        cells.put("net_ltv", plain(net()));
        cells.put("first_order", firstOrder.map(Instant::toString).orElse(""));
        cells.put("last_order", lastOrder.map(Instant::toString).orElse(""));
        cells.put("last_nps", lastNps.map(ProfileRow::plain).orElse(""));
        cells.put("consent_email", consentEmail.map(String::valueOf).orElse(""));
        cells.put("country", country);
        cells.put("sessions", Long.toString(sessions));
        return cells;
    }

    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
