/** How persons can be reached and whether they may be: kept from the feed of profiles. */
@NullMarked
package io.onefold.activation.contact;

import org.jspecify.annotations.NullMarked;
