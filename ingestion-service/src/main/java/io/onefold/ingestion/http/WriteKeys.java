package io.onefold.ingestion.http;

import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.access.Caller;
import io.onefold.kit.access.Secrets;
import io.onefold.kit.error.Failures;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the write key where SDKs put it: the authorization header, X-Write-Key (`key` or `key:secret`), the body. */
record WriteKeys(SourceRegistry sources) {
    private static final String BEARER = "bearer ";

    /**
     * The caller, as far as the headers say: empty when they name no key, and the body may. A key that nobody has is refused; not so a
     * bearer token, which SDKs may have from somebody else, and then the key stands in the body.
     */
    Optional<Caller> inHeaders(@Nullable String authorization, @Nullable String header) {
        List<String> named = Stream.of(
                        Optional.ofNullable(authorization).flatMap(Secrets::fromHeader),
                        Optional.ofNullable(header).map(WriteKeys::beforeColon))
                .flatMap(Optional::stream)
                .filter(key -> !key.isEmpty())
                .toList();
        Optional<Caller> caller =
                named.stream().flatMap(key -> sources.find(key).stream()).findFirst();
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (caller.isEmpty() && named.size() > (bearer ? 1 : 0)) {
            throw Failures.unknownCredential();
        }
        return caller;
    }

    Caller inBody(Optional<String> writeKey) {
        return writeKey.flatMap(sources::find).orElseThrow(Failures::unknownCredential);
    }

    private static String beforeColon(String pair) {
        int colon = pair.indexOf(':');
        return colon < 0 ? pair : pair.substring(0, colon);
    }
}
