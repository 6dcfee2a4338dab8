package io.onefold.identity.resolve;

import io.onefold.identity.change.ChangeMetrics;
import io.onefold.identity.rules.RuleBook;
import io.onefold.identity.rules.RuleBooks;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** What the service does at its next start when the rules file is another one: beside the running service, on the same database. */
@ApplicationScoped
public class NextStart {
    private final RuleBooks books;
    private final Database database;
    private final RecordStore records;
    private final IdentifierStore identifiers;
    private final EvidenceStore evidence;
    private final ProfileStore profiles;
    private final EvidenceCache cache;
    private final TombstoneStore tombstones;
    private final Minting minting;
    private final FeedLog feed;
    private final FeedEpoch epoch;
    private final ChangeMetrics metrics;

    NextStart(
            RuleBooks books,
            Database database,
            RecordStore records,
            IdentifierStore identifiers,
            EvidenceStore evidence,
            ProfileStore profiles,
            EvidenceCache cache,
            TombstoneStore tombstones,
            Minting minting,
            FeedLog feed,
            FeedEpoch epoch,
            ChangeMetrics metrics) {
        this.books = books;
        this.database = database;
        this.records = records;
        this.identifiers = identifiers;
        this.evidence = evidence;
        this.profiles = profiles;
        this.cache = cache;
        this.tombstones = tombstones;
        this.minting = minting;
        this.feed = feed;
        this.epoch = epoch;
        this.metrics = metrics;
    }

    /** Gives the rules in force once everything is derived under them. */
    public RuleBook with(String rulesFile) {
        RuleBook rules = books.open(rulesFile);
        Reach reach = new Reach(identifiers, records, rules);
        Filing filing = new Filing(identifiers, records, evidence, profiles, reach, minting, rules, feed, metrics);
        Resolver resolver = new Resolver(
                database,
                records,
                evidence,
                cache,
                tombstones,
                reach,
                new Recheck(identifiers, records, evidence, profiles, reach, rules),
                minting,
                new Gate(),
                filing,
                feed,
                epoch,
                metrics);
        if (rules.isAnyChanged()) {
            boolean whole = new Rederivation(rules, database, records, resolver).decideOnAll();
            if (!whole) {
                throw new IllegalStateException("nobody stops it");
            }
            rules.applied();
        }
        return rules;
    }
}
