package io.onefold.ingestion;

import io.onefold.devstack.DevStackTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import org.junit.jupiter.api.AfterEach;

/** What every test through the front door has: the service on real PostgreSQL and Redis, and a caller's end of it. */
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_ingestion"))
public abstract class OnStack {
    protected final Service service = new Service();

    @AfterEach
    void hangUp() {
        service.close();
    }
}
