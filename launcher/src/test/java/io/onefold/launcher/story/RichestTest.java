package io.onefold.launcher.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.type.v1.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RichestTest {
    private static final Richest RICHEST = new Richest(Map.of("in", 3), Set.of("ann@x.fr"));

    private static Profile.Builder onTwoChannels(String id, String... identifiers) {
        return People.known(id, identifiers)
                .addBehaviours(People.behaviour(Channel.CHANNEL_WEB, "Seen", 1))
                .addBehaviours(People.behaviour(Channel.CHANNEL_WEB, "Clicked", 1))
                .addBehaviours(People.behaviour(Channel.CHANNEL_EMAIL, "Opened", 1));
    }

    private static String chosen(Profile.Builder... profiles) {
        List<Profile> all = new ArrayList<>();
        for (Profile.Builder profile : profiles) {
            all.add(profile.build());
        }
        String first = RICHEST.of(all).orElseThrow().getProfileId();
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(all, new Random(seed));
            assertEquals(first, RICHEST.of(all).orElseThrow().getProfileId(), "the order must not matter");
        }
        return first;
    }

    @Test
    void amongThoseOfWhomAsMuchIsSeenTheOneOfMostChannels() {
        assertEquals(
                "three",
                chosen(
                        onTwoChannels("two", "email:bob@x.fr", "user_id:1", "phone:1"),
                        onTwoChannels("three", "user_id:3")
                                .addBehaviours(People.behaviour(Channel.CHANNEL_SOCIAL, "Said", 1))));
    }

    @Test
    void theOneOfWhomMoreSidesAreSeen() {
        assertEquals(
                "rich",
                chosen(
                        onTwoChannels("poor", "user_id:1", "email:bob@x.fr", "phone:1"),
                        People.known("rich", "user_id:2").addConsents(People.consent("marketing", "email", false))));
        assertEquals("in", chosen(onTwoChannels("in", "user_id:9"), onTwoChannels("out", "user_id:1")));
        assertEquals(
                "mailed", chosen(onTwoChannels("other", "email:aaa@x.fr"), onTwoChannels("mailed", "email:ann@x.fr")));
    }

    @Test
    void whereNothingElseDecidesTheIdentifierDoesAndNotTheMintedId() {
        assertEquals("z", chosen(onTwoChannels("a", "user_id:2"), onTwoChannels("z", "user_id:1")));
    }

    @Test
    void anonymousPeopleAreNotShown() {
        List<Profile> anonymous =
                List.of(onTwoChannels("a", "anonymous_id:1").setKnown(false).build());
        assertTrue(RICHEST.of(anonymous).isEmpty());
    }
}
