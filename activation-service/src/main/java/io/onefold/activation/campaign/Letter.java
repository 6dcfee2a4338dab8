package io.onefold.activation.campaign;

/**
 * What a mail says.
 *
 * @param template templates/NAME.html and templates/NAME.txt
 * @param subject a template of its own: may hold {first_name}
 * @param from the sender's address
 */
public record Letter(String template, String subject, String from) {}
