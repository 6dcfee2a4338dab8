package io.onefold.segment.audience;

import com.google.protobuf.ByteString;
import io.onefold.segment.rule.Rule;

/**
 * An audience as somebody wants it.
 *
 * @param written the rule as it was sent
 */
public record AudienceDraft(String name, String displayName, Rule rule, ByteString written) {}
