package io.onefold.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts say what they mean, and who may call. Needs nothing but what the build has; see also {@link BufLintTest}. */
class ContractsTest {
    private static final String BAD = """
            syntax = "proto3";
            package onefold.wrong.v2;
            import "onefold/type/v1/access.proto";
            service Wrong {
              rpc Do(Ask) returns (Answer) {}
              // Commented, and with a role.
              rpc Tell(TellRequest) returns (TellResponse) {
                option (onefold.type.v1.role) = ROLE_READ;
              }
            }
            // Commented.
            message Ask {
              string bare = 1;
              oneof choice {
                // Commented.
                string one = 2;
              }
              enum Kind { FIRST = 0; }
            }
            message Answer {}
            // Commented.
            message TellRequest {
              // Commented.
              optional string maybe = 1;
              // Commented.
              map<string, string> many = 2;
            }
            // Commented.
            message TellResponse {}
            """;

    @Test
    void everyContractKeepsTheRules() throws Exception {
        List<String> breaches = Protoc.read(Protoc.PROTOS).stream()
                .flatMap(file -> Contract.breaches(file).stream())
                .toList();
        assertTrue(breaches.isEmpty(), () -> "\n" + String.join("\n", breaches));
    }

    /** The check can fail. */
    @Test
    void breachesAreFound(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("bad.proto"), BAD);
        List<String> breaches = Protoc.read(folder).stream()
                .flatMap(file -> Contract.breaches(file).stream())
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "bad.proto: lies outside the folder of its package onefold.wrong.v2",
                        "bad.proto: the package is onefold.wrong.v2, not onefold.<area>.v1",
                        "onefold.wrong.v2.Answer: has no comment",
                        "onefold.wrong.v2.Ask.Kind.FIRST: has no comment",
                        "onefold.wrong.v2.Ask.Kind: has no comment",
                        "onefold.wrong.v2.Ask.Kind: the first value is FIRST, not …_UNSPECIFIED",
                        "onefold.wrong.v2.Ask.bare: has no comment",
                        "onefold.wrong.v2.Ask.choice: has no comment",
                        "onefold.wrong.v2.Wrong.Do: has no comment",
                        "onefold.wrong.v2.Wrong.Do: states no role",
                        "onefold.wrong.v2.Wrong.Do: uses .onefold.wrong.v2.Answer, not DoResponse of its own package",
                        "onefold.wrong.v2.Wrong.Do: uses .onefold.wrong.v2.Ask, not DoRequest of its own package",
                        "onefold.wrong.v2.Wrong: a service is called …Service",
                        "onefold.wrong.v2.Wrong: has no comment"),
                breaches);
    }
}
