/** Gap-free, ordered, resumable streams of changes: written, served, consumed, waited for. Start with {@link io.onefold.kit.feed.FeedLog} and {@link io.onefold.kit.feed.FeedConsumer}. */
@NullMarked
package io.onefold.kit.feed;

import org.jspecify.annotations.NullMarked;
