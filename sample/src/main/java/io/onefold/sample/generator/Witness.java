package io.onefold.sample.generator;

import java.util.Set;

/** Is told for whom each row was made: what the generator had in mind, which no file says. */
@FunctionalInterface
public interface Witness {
    Witness NOBODY = (person, source, identifiers) -> {};

    /**
     * @param person a word for the person, the same for all their rows; {@code nobody} for rows about nobody
     * @param source the file's name without its ending
     * @param identifiers what the row says of the person, without junk, as {@code namespace:value} in its one writing
     */
    void made(String person, String source, Set<String> identifiers);
}
