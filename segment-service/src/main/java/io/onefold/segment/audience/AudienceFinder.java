package io.onefold.segment.audience;

import io.onefold.kit.error.Failures;
import io.onefold.kit.page.PageToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The audiences of a workspace, as callers see them. */
@ApplicationScoped
public class AudienceFinder {
    private static final String LISTING = "audiences";
    private static final int DEFAULT_SIZE = 100;

    private final AudienceStore store;

    AudienceFinder(AudienceStore store) {
        this.store = store;
    }

    /** A page; the token is empty on the last one. */
    public record Page(List<Audience> audiences, String nextPageToken) {}

    public Audience get(String workspace, String name) {
        return store.find(workspace, name).orElseThrow(() -> Failures.audienceNotFound(name));
    }

    public Page list(String workspace, int pageSize, String pageToken) {
        List<String> after = PageToken.read(LISTING, 1, pageToken);
        int size = pageSize == 0 ? DEFAULT_SIZE : pageSize;
        // One more than asked for tells whether there is a next page.
        List<Audience> found = store.page(workspace, after.isEmpty() ? "" : after.get(0), size + 1);
        if (found.size() <= size) {
            return new Page(found, "");
        }
        List<Audience> page = found.subList(0, size);
        return new Page(
                page, PageToken.after(LISTING, List.of(page.get(size - 1).name())));
    }
}
