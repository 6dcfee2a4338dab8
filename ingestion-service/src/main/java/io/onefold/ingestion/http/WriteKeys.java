package io.onefold.ingestion.http;

import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.access.Caller;
import io.onefold.kit.access.Secrets;
import io.onefold.kit.error.Failures;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the write key where SDKs put it: the authorization header, X-Write-Key (`key` or `key:secret`), the body. */
record WriteKeys(SourceRegistry sources) {
    Caller caller(@Nullable String authorization, @Nullable String header, Optional<String> inBody) {
        Stream<String> named = Stream.of(
                        Optional.ofNullable(authorization).flatMap(Secrets::fromHeader),
                        Optional.ofNullable(header).map(WriteKeys::beforeColon),
                        inBody)
                .flatMap(Optional::stream);
        return named.flatMap(key -> sources.find(key).stream()).findFirst().orElseThrow(Failures::unknownCredential);
    }

    private static String beforeColon(String pair) {
        int colon = pair.indexOf(':');
        return colon < 0 ? pair : pair.substring(0, colon);
    }
}
