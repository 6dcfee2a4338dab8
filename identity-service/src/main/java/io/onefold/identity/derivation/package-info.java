/**
 * The pure core of identity: which records are one person, derived from evidence and rules and never from arrival.
 *
 * <p>Start at {@link io.onefold.identity.derivation.Derivation}. The caller hands over whole components: every record
 * that can be reached, before or after a change, from the usable identifiers of the changed records through the usable
 * identifiers of other records, contested ones and records of enriching sources included. What cannot be reached shares
 * no usable identifier with what can, so a component derived alone gets the profiles that it gets among all others.
 */
@NullMarked
package io.onefold.identity.derivation;

import org.jspecify.annotations.NullMarked;
