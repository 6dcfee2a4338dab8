package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.devstack.DevStackTestResource;
import io.onefold.devstack.Scrape;
import io.onefold.proto.identity.v1.Sighting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changes of identity as Prometheus is shown them. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class ChangeMetricsTest {
    @TestHTTPResource(value = "metrics", management = true)
    URI metrics;

    private final String workspace = "w-" + UUID.randomUUID().toString().substring(0, 18);

    private Sighting sighting(int day, String... identifiers) {
        return IdentityClient.sighting(workspace, "web", false, day, identifiers)
                .build();
    }

    private double changes(String kind) throws Exception {
        return Scrape.of(metrics).sum("onefold_identity_changes_total", "workspace", workspace, "kind", kind);
    }

    @Test
    void theChangesOfAMergeAreCounted() throws Exception {
        double resolved = Scrape.of(metrics).sum("onefold_identity_resolved_records_total");
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            identity.resolve(sighting(1, "anonymous_id:k1"), sighting(1, "user_id:ann"));
            assertEquals(2, changes("create"));
            assertEquals(0, changes("merge"));
            identity.resolve(sighting(2, "anonymous_id:k1", "user_id:ann"));
            assertEquals(2, changes("create"));
            assertEquals(1, changes("merge"));
            assertEquals(1, changes("attach"));
            identity.resolve(sighting(2, "anonymous_id:k1", "user_id:ann"));
            assertEquals(1, changes("attach"), "the same again changes nothing");
        }
        assertEquals(resolved + 4, Scrape.of(metrics).sum("onefold_identity_resolved_records_total"));
    }
}
