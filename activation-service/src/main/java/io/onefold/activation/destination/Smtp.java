package io.onefold.activation.destination;

/** The mail server of the configuration (`quarkus.mailer`). Every workspace has it under the name `smtp`. */
public record Smtp(String workspace) implements Destination {
    public static final String NAME = "smtp";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String type() {
        return "smtp";
    }
}
