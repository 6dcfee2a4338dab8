package io.onefold.launcher.story;

import io.onefold.proto.profile.v1.Profile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody is called: as the traits say it, in the writings that sources use, else by an identifier. */
final class Names {
    private static final List<String> FIRST = List.of("first_name", "firstName");
    private static final List<String> LAST = List.of("last_name", "lastName");

    private Names() {}

    static String of(Profile profile) {
        String name = Stream.of(FIRST, LAST)
                .flatMap(writings -> trait(profile, writings).stream())
                .collect(Collectors.joining(" "));
        if (!name.isEmpty()) {
            return name;
        }
        return profile.getIdentifiersCount() == 0 ? profile.getProfileId() : Text.identifier(profile.getIdentifiers(0));
    }

    private static Optional<String> trait(Profile profile, List<String> writings) {
        return writings.stream()
                .flatMap(writing -> profile.getTraitsList().stream()
                        .filter(trait -> trait.getName().equals(writing)))
                .map(trait -> Text.plain(Text.json(trait.getValue())))
                .filter(text -> !text.isBlank() && !text.equals("null"))
                .findFirst();
    }
}
