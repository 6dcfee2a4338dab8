package io.onefold.profile.rebuild;

import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.rebuild.Stretch;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.projection.MemberStore.HeldIdentifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Takes from every profile what it does not hold, gives it what it does, and merges it anew from the states of its records. */
@ApplicationScoped
class ProfileRebuild {
    static final String PROFILES = "profile";
    static final String HELD = "profile_identifier";
    private static final int CHUNK = 200;

    private final Database database;
    private final ProfileWalkStore walk;
    private final ProfileDerivation derivation;
    private final ReverseRows reverse;
    private final RebuiltProfiles rebuilt;

    ProfileRebuild(
            Database database,
            ProfileWalkStore walk,
            ProfileDerivation derivation,
            ReverseRows reverse,
            RebuiltProfiles rebuilt) {
        this.database = database;
        this.walk = walk;
        this.derivation = derivation;
        this.reverse = reverse;
        this.rebuilt = rebuilt;
    }

    /** What came with no event of its profile is found by no profile. */
    void rebuildHolders(String workspace, RebuildProgress progress) throws InterruptedException {
        Stretch at = Stretch.FIRST;
        while (at.exists()) {
            Stretch from = at;
            List<HeldIdentifier> chunk = database.snapshot(tx -> walk.holders(tx, workspace, from, CHUNK));
            progress.looked(HELD, chunk.size(), reverse.restoreIdentifiers(chunk));
            at = chunk.size() == CHUNK ? at.after(chunk.get(CHUNK - 1).identifierId()) : at.next();
        }
    }

    void rebuildProfiles(String workspace, RebuildProgress progress) throws InterruptedException {
        Stretch at = Stretch.FIRST;
        while (at.exists()) {
            Stretch from = at;
            Looked looked = database.snapshot(tx -> {
                List<KeptProfile> chunk = walk.profiles(tx, workspace, from, CHUNK);
                return new Looked(chunk, wrong(tx, chunk));
            });
            List<UUID> wrong = looked.wrong.stream().map(one -> one.kept().id()).toList();
            Corrected corrected = wrong.isEmpty() ? Corrected.NOTHING : database.transaction(tx -> correct(tx, wrong));
            progress.looked(PROFILES, looked.chunk.size(), corrected.profiles);
            progress.looked(RecordRebuild.MEMBERS, 0, corrected.records);
            progress.looked(HELD, 0, corrected.identifiers);
            at = looked.chunk.size() == CHUNK
                    ? at.after(looked.chunk.get(CHUNK - 1).id())
                    : at.next();
        }
    }

    private record Looked(List<KeptProfile> chunk, List<DerivedProfile> wrong) {}

    private record Corrected(int profiles, int records, int identifiers) {
        static final Corrected NOTHING = new Corrected(0, 0, 0);
    }

    private List<DerivedProfile> wrong(Transaction tx, List<KeptProfile> chunk) {
        return derivation.derive(tx, chunk).stream()
                .filter(DerivedProfile::isWrong)
                .toList();
    }

    /** Under the profiles' locks what belongs to them stays, and the states of their records are those that they were told of. */
    private Corrected correct(Transaction tx, List<UUID> profileIds) {
        List<DerivedProfile> wrong = wrong(tx, walk.lock(tx, profileIds));
        if (!wrong.isEmpty()) {
            rebuilt.write(tx, wrong);
        }
        return new Corrected(
                wrong.size(),
                wrong.stream().mapToInt(one -> one.strangers().size()).sum(),
                wrong.stream().mapToInt(DerivedProfile::wrongIdentifiers).sum());
    }
}
