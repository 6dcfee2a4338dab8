package io.onefold.segment.script;

import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.audience.Catalogs;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The rules of audiences as their table has them, for tests that damage one. */
@Singleton
public class StoredRules {
    private static final byte[] UNREADABLE = {-1, -1};

    private final Database database;
    private final AudienceStore audiences;
    private final Catalogs catalogs;

    StoredRules(Database database, AudienceStore audiences, Catalogs catalogs) {
        this.database = database;
        this.audiences = audiences;
        this.catalogs = catalogs;
    }

    /** Gives the rule as it was. */
    public byte[] damage(String audience) {
        byte[] rule = stored(audience).written().toByteArray();
        write(audience, UNREADABLE);
        return rule;
    }

    public void write(String audience, byte[] rule) {
        UUID id = stored(audience).id();
        database.inTransaction(
                tx -> tx.execute("update audience set rule = $2 where id = $1", id, Buffer.buffer(rule)));
        catalogs.raise(ScriptedProfiles.WORKSPACE);
    }

    private Audience stored(String audience) {
        return audiences.find(ScriptedProfiles.WORKSPACE, audience).orElseThrow();
    }
}
