package io.onefold.kit.feed;

import java.util.UUID;

/**
 * An item to append.
 *
 * @param bucket the subject's bucket; it decides the partition
 * @param subject what the item is about: a record, a profile
 */
public record NewItem(short bucket, String workspace, UUID subject, byte[] payload) {}
