package io.onefold.activation.campaign;

import io.onefold.activation.contact.ContactStore;
import io.onefold.activation.contact.ContactWatcher;
import io.onefold.activation.suppression.SuppressionStore;
import io.onefold.activation.suppression.SuppressionStore.Wish;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Keeps the addresses whose owners want to hear nothing, and has looked at again whoever holds one that is new. */
@ApplicationScoped
class DoNotContactList {
    private static final int AT_ONCE = 500;

    private final Database database;
    private final SuppressionStore suppressions;
    private final ContactStore contacts;
    private final List<ContactWatcher> watchers;

    DoNotContactList(
            Database database,
            SuppressionStore suppressions,
            ContactStore contacts,
            @All List<ContactWatcher> watchers) {
        this.database = database;
        this.suppressions = suppressions;
        this.contacts = contacts;
        this.watchers = watchers;
    }

    void keep(List<DoNotContact> all) {
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Wish> wishes = all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream()
                    .map(one -> new Wish(one.workspace(), SuppressionStore.normalized(one.email()), one.reason()))
                    .toList();
            List<Wish> news = database.transaction(tx -> {
                List<Wish> added = suppressions.forbid(tx, wishes, Instant.now());
                lookAgain(tx, added);
                return added;
            });
            // Who was looked at between the first look at the contacts and the commit was looked at without the wish.
            database.inTransaction(tx -> lookAgain(tx, news));
        }
    }

    private void lookAgain(Transaction tx, List<Wish> wishes) {
        Map<String, List<String>> byWorkspace = wishes.stream()
                .collect(Collectors.groupingBy(Wish::workspace, Collectors.mapping(Wish::email, Collectors.toList())));
        byWorkspace.forEach((workspace, emails) -> {
            List<UUID> holders = contacts.holding(tx, workspace, emails);
            if (!holders.isEmpty()) {
                watchers.forEach(watcher -> watcher.changed(tx, holders, Instant.now()));
            }
        });
    }
}
