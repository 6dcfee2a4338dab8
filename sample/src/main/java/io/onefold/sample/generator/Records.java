package io.onefold.sample.generator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows that the CRM, the till and a data provider have of somebody, and the wish to be forgotten. */
record Records(Actor actor) {
    private static final List<String> STORES = List.of("Hay-on-Wye", "Bath", "Málaga", "Łódź");
    private static final List<String> JOBS =
            List.of("admin.", "technician", "services", "management", "retired", "student", "blue-collar");
    private static final List<String> MARITAL = List.of("married", "single", "divorced");
    private static final List<String> EDUCATION = List.of("high.school", "university.degree", "basic.9y");

    /**
     * A row of the CRM.
     *
     * @param crmId the only handle that must be there
     */
    record CrmRow(Handle crmId, List<Handle> others, boolean consentsToEmail, boolean consentsToAds) {
        CrmRow {
            others = List.copyOf(others);
        }

        /** Consents to e-mail and not to advertising. */
        static CrmRow of(Handle crmId, Handle... others) {
            return new CrmRow(crmId, List.of(others), true, false);
        }

        private String cell(String namespace) {
            return others.stream()
                    .filter(handle -> handle.namespace().equals(namespace))
                    .map(Handle::written)
                    .findFirst()
                    .orElse("");
        }
    }

    void crm(Instant updated, CrmRow row) {
        List<Handle> handles = new ArrayList<>(row.others());
        handles.add(row.crmId());
        actor.post()
                .file(
                        "crm",
                        handles,
                        row.crmId().written(),
                        actor.person().first().written(),
                        actor.person().last().written(),
                        row.cell(Handle.EMAIL),
                        row.cell(Handle.PHONE),
                        row.cell(Handle.LOYALTY),
                        actor.person().country(),
                        row.cell(Handle.TWITTER),
                        row.consentsToEmail() ? "Y" : "N",
                        row.consentsToAds() ? "Y" : "N",
                        Texts.time(updated));
    }

    /** Comes into a store and shows a card, says an address, or both. */
    void visitStore(Instant at, List<Handle> shown) {
        actor.post()
                .file(
                        "stores",
                        shown,
                        "till-" + actor.ids().session(),
                        written(shown, Handle.LOYALTY),
                        written(shown, Handle.EMAIL),
                        actor.dice().one(STORES),
                        Texts.time(at));
    }

    private static String written(List<Handle> handles, String namespace) {
        return handles.stream()
                .filter(handle -> handle.namespace().equals(namespace))
                .map(Handle::written)
                .findFirst()
                .orElse("");
    }

    /** What a data provider says of a cookie, one row at most for each. */
    void thirdParty(String cookie, Instant synced, Instant expires) {
        thirdParty(cookie, actor.dice().one(JOBS), synced, expires);
    }

    void thirdParty(String cookie, String job, Instant synced, Instant expires) {
        actor.post()
                .file(
                        "dmp",
                        List.of(Handle.exact(Handle.COOKIE, cookie)),
                        actor.ids().session(),
                        cookie,
                        Integer.toString(actor.dice().between(18, 80)),
                        job,
                        actor.dice().one(MARITAL),
                        actor.dice().one(EDUCATION),
                        "acme-dmp",
                        Texts.time(synced),
                        Texts.time(expires));
    }

    void eraseMe() {
        actor.post()
                .file(
                        "privacy",
                        List.of(actor.person().user()),
                        "gdpr-" + actor.person().number(),
                        "delete",
                        actor.person().userId(),
                        Texts.time(actor.recipe().asOf()));
    }
}
