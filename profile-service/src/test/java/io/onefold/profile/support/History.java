package io.onefold.profile.support;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Some records, some profiles, and what happens to them in random order; sent without waiting for each other. */
public final class History {
    private final List<Identifier> cookies = new ArrayList<>();
    private final List<String> profiles = new ArrayList<>();
    private final List<Event> sent = new ArrayList<>();
    private final Upstreams upstreams;
    private final Random random;

    public History(Upstreams upstreams, Random random) {
        this.upstreams = upstreams;
        this.random = random;
        for (int i = 0; i < 5; i++) {
            cookies.add(Given.identifier("anonymous_id", Given.fresh("c")));
            profiles.add(UUID.randomUUID().toString());
            upstreams.identity().plan(Given.record(cookies.get(i)), UUID.fromString(profiles.get(i)));
        }
    }

    public List<String> profiles() {
        return profiles;
    }

    public ConsistencyToken run() {
        ConsistencyToken token = ConsistencyToken.NONE;
        for (int step = 0; step < 30; step++) {
            switch (random.nextInt(4)) {
                case 0 -> move();
                case 1 -> token = token.and(again());
                default -> token = token.and(send());
            }
        }
        return token;
    }

    private void move() {
        String record = Given.record(cookies.get(random.nextInt(cookies.size())));
        upstreams
                .identity()
                .move(Given.WORKSPACE, Map.of(record, profiles.get(random.nextInt(profiles.size()))), Map.of());
    }

    private ConsistencyToken again() {
        return sent.isEmpty()
                ? ConsistencyToken.NONE
                : upstreams.ingestion().send(List.of(sent.get(random.nextInt(sent.size()))));
    }

    private ConsistencyToken send() {
        Identifier cookie = cookies.get(random.nextInt(cookies.size()));
        String name = "v" + random.nextInt(3);
        Event event = random.nextBoolean()
                ? Given.order(Given.fresh("o"), Given.START.plusSeconds(random.nextInt(5)), "1.05", cookie)
                : Given.identify(
                        Given.fresh("i"),
                        Given.START.plusSeconds(random.nextInt(5)),
                        "{\"first_name\":\"" + name + "\"}",
                        cookie);
        sent.add(event);
        return upstreams.ingestion().send(List.of(event));
    }
}
