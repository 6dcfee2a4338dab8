/** E-mail over SMTP. */
@NullMarked
package io.onefold.activation.mail;

import org.jspecify.annotations.NullMarked;
