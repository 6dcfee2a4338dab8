package io.onefold.kit.rebuild;

/** Told of a rebuild's progress. */
public interface RebuildProgress {
    /**
     * To be called after each piece; also without rows, while something is waited for. Fails when nobody wants the rebuild any more.
     *
     * @param rows how many more were derived anew
     * @param corrected how many of these differed
     */
    void looked(String projection, long rows, long corrected) throws InterruptedException;
}
