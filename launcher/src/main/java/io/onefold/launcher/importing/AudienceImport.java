package io.onefold.launcher.importing;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.launcher.client.AudienceFile;
import io.onefold.launcher.client.Audiences;
import io.onefold.launcher.client.FillProgress;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.running.SuiteException;
import io.onefold.proto.segment.v1.Audience;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Brings the audiences of a workspace to what files say: creates what is missing, changes what differs, and deletes nothing. */
public final class AudienceImport {
    private final Audiences audiences;
    private final Consumer<String> lines;

    public AudienceImport(SuiteClient client, Consumer<String> lines) {
        this.audiences = new Audiences(client);
        this.lines = lines;
    }

    /** Returns once all of them are live. */
    public void run(List<AudienceFile> files) {
        // All are told first, so that one scan of the profiles may fill them together.
        List<Audiences.Saved> saved = files.stream().map(this::save).toList();
        for (int i = 0; i < files.size(); i++) {
            String name = files.get(i).audience().getName();
            Audience live = audiences.awaitLive(name, new FillProgress(name, lines));
            lines.accept(String.format(
                    Locale.ROOT,
                    "%-40s %-9s  version %d, %,d members",
                    name,
                    saved.get(i).name().toLowerCase(Locale.ROOT),
                    live.getVersion(),
                    audiences.size(name)));
        }
    }

    private Audiences.Saved save(AudienceFile file) {
        try {
            return audiences.save(file.audience());
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                // Not the file's fault.
                throw refused;
            }
            throw new SuiteException(file.name() + ": " + refused.getMessage(), refused);
        }
    }
}
