package io.onefold.launcher.story;

import java.util.ArrayList;
import java.util.List;

/**
 * A call for the reader to try.
 *
 * @param what it shows
 * @param port of the service on this machine
 * @param method the RPC's full name, such as {@code onefold.profile.v1.ProfileService/GetProfile}
 * @param json the request
 */
public record Call(String what, int port, String method, String json) {
    /** Defined once, so that each call is short; buf asks the services by reflection what they understand. */
    static final List<String> SHELL_FUNCTION = List.of(
            "ask() { npx --yes --package=@bufbuild/buf -- buf curl --protocol grpc --http2-prior-knowledge \\",
            "    -H 'authorization: Bearer dev-read' -d \"$2\" \"http://localhost:$1\"; }");

    /** As it is typed into a shell that knows the function. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("# " + what, "ask %d/%s \\".formatted(port, method)));
        String request = "    '" + json.replace("'", "'\\''") + "'";
        // A shell takes what is quoted over several lines, and JSON does not mind.
        String fitting = request.length() <= Text.WIDTH ? request : request.replace("},\"", "},\n      \"");
        lines.addAll(fitting.lines().toList());
        return lines;
    }
}
