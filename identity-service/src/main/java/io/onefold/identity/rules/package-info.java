/** A deployment's identity rules: a file, kept as versions. Start at {@link io.onefold.identity.rules.RuleBook}. */
@NullMarked
package io.onefold.identity.rules;

import org.jspecify.annotations.NullMarked;
