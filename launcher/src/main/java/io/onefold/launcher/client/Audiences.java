package io.onefold.launcher.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.protobuf.util.JsonFormat;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.CreateAudienceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Creates the audiences that come along as YAML files: the proto's JSON form, written as YAML. */
public final class Audiences {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SuiteClient client;

    public Audiences(SuiteClient client) {
        this.client = client;
    }

    /** Creates the audience of a file under a name of one's own. */
    public void create(String file, String name) {
        CreateAudienceRequest request = CreateAudienceRequest.newBuilder()
                .setAudience(read(file).toBuilder().setName(name))
                .build();
        var unused = Retry.within(PATIENCE, () -> client.audiences().createAudience(request));
    }

    private static Audience read(String file) {
        try (InputStream yaml = Audiences.class.getResourceAsStream("/audiences/" + file)) {
            if (yaml == null) {
                throw new IOException("it is missing from the launcher's jar");
            }
            Audience.Builder audience = Audience.newBuilder();
            JsonFormat.parser().merge(JSON.writeValueAsString(YAML.readTree(yaml)), audience);
            return audience.build();
        } catch (IOException e) {
            throw new UncheckedIOException("the audience " + file + ": " + e.getMessage(), e);
        }
    }
}
