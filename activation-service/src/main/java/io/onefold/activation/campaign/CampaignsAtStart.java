package io.onefold.activation.campaign;

import io.onefold.activation.contact.ContactStore;
import io.onefold.activation.contact.ContactWatcher;
import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.Destinations;
import io.onefold.activation.destination.SigningSecrets;
import io.onefold.activation.destination.Webhook;
import io.onefold.activation.suppression.Suppression;
import io.onefold.activation.suppression.SuppressionStore;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Loads the file before anything is read that could start a campaign. A file that is wrong stops the start. */
@ApplicationScoped
class CampaignsAtStart {
    static final int FIRST = 100;
    private static final String CLASSPATH = "classpath:";

    private final ActivationConfig config;
    private final Campaigns campaigns;
    private final Destinations destinations;
    private final SigningSecrets secrets;
    private final SuppressionStore suppressions;
    private final ContactStore contacts;
    private final List<ContactWatcher> watchers;
    private final Database database;

    CampaignsAtStart(
            ActivationConfig config,
            Campaigns campaigns,
            Destinations destinations,
            SigningSecrets secrets,
            SuppressionStore suppressions,
            ContactStore contacts,
            @All List<ContactWatcher> watchers,
            Database database) {
        this.config = config;
        this.campaigns = campaigns;
        this.destinations = destinations;
        this.secrets = secrets;
        this.suppressions = suppressions;
        this.contacts = contacts;
        this.watchers = watchers;
        this.database = database;
    }

    void load(@Observes @Priority(FIRST) StartupEvent start) {
        ActivationFile file = config.campaignsFile()
                .map(name -> ActivationFile.read(name, read(name), destinations::find))
                .orElse(ActivationFile.NONE);
        file.destinations().forEach(this::check);
        destinations.load(file.destinations());
        campaigns.load(file.campaigns());
        file.doNotContact().forEach(one -> database.inTransaction(tx -> suppress(tx, one)));
    }

    void suppress(Transaction tx, DoNotContact one) {
        Instant now = Instant.now();
        if (suppressions.add(tx, one.workspace(), one.email(), Suppression.DO_NOT_CONTACT, one.reason(), now)) {
            List<UUID> holders = contacts.holding(tx, one.workspace(), SuppressionStore.normalized(one.email()));
            watchers.forEach(watcher -> watcher.changed(tx, holders, now));
        }
    }

    private void check(Destination destination) {
        if (destination instanceof Webhook webhook) {
            secrets.of(webhook);
            if (webhook.limit().compareTo(config.lease()) >= 0) {
                throw new IllegalArgumentException("destination " + webhook.name()
                        + ": timeout: shorter than onefold.activation.lease (" + config.lease()
                        + "), else what is still being sent is sent again; not " + webhook.limit());
            }
        }
    }

    private static String read(String file) {
        try {
            return file.startsWith(CLASSPATH)
                    ? resource(file.substring(CLASSPATH.length()))
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("onefold.activation.campaigns-file: cannot read " + file, e);
        }
    }

    private static String resource(String name) throws IOException {
        try (@Nullable
                InputStream resource =
                        Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (resource == null) {
                throw new FileNotFoundException("no resource " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
