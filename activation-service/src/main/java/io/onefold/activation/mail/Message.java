package io.onefold.activation.mail;

import java.util.UUID;

/**
 * A mail to one person.
 *
 * @param messageId the Message-ID: the same on every attempt
 * @param template templates/NAME.html and templates/NAME.txt
 * @param subject a template of its own
 */
public record Message(
        UUID deliveryId, String messageId, String from, String to, String firstName, String template, String subject) {}
