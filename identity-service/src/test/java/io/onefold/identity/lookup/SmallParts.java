package io.onefold.identity.lookup;

import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says who a person is as the service does, in parts of a few records. */
@ApplicationScoped
public class SmallParts {
    private final Database database;
    private final IdentityLookup lookup;
    private final LookupStore store;
    private final RuleBook rules;
    private final String secret;

    SmallParts(
            Database database,
            IdentityLookup lookup,
            LookupStore store,
            RuleBook rules,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.lookup = lookup;
        this.store = store;
        this.rules = rules;
        this.secret = secret;
    }

    public PersonFixer of(int most) {
        return new PersonFixer(database, lookup, store, rules, secret, most);
    }
}
