package io.onefold.identity.rules;

import jakarta.enterprise.context.ApplicationScoped;

/** Opens the rules of another file, as the next start of the service would. */
@ApplicationScoped
public class RuleBooks {
    private final RuleLedger ledger;

    RuleBooks(RuleLedger ledger) {
        this.ledger = ledger;
    }

    public RuleBook open(String location) {
        return new RuleBook(() -> location, ledger);
    }
}
