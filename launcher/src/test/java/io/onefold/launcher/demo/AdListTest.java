package io.onefold.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdListTest {
    private static final String HEAD = "delivery_id,action,email_sha256,audience,effective_time,sequence\n";

    @TempDir
    Path root;

    private void file(int number, String... rows) throws IOException {
        StringBuilder content = new StringBuilder(HEAD);
        for (String row : rows) {
            content.append("id,").append(row).append(",vip,2011-01-01T00:00:00Z,1\n");
        }
        Path folder = Files.createDirectories(root.resolve("ads/vip"));
        Files.writeString(folder.resolve("ads-vip-%012d-00.csv".formatted(number)), content);
    }

    @Test
    void theFilesAreTakenInTheirOrder() throws IOException {
        assertEquals(Set.of(), AdList.read(root).list());
        file(2, "remove,aa", "add,cc");
        file(1, "add,aa", "add,bb");
        file(11, "add,aa");
        Files.writeString(root.resolve("ads/vip/.ads-vip-12.csv.tmp"), "half a fi");
        assertEquals(new AdList.Taken(Set.of("aa", "bb", "cc"), Set.of()), AdList.read(root));
    }

    @Test
    void aRepeatedRowIsAFindingAndNoEnd() throws IOException {
        file(1, "add,aa", "add,bb", "add,aa");
        file(2, "remove,cc", "add,dd");
        AdList.Taken taken = AdList.read(root);
        assertEquals(Set.of("aa", "bb", "dd"), taken.list());
        assertEquals(
                Set.of(
                        "ads-vip-000000000001-00.csv line 4: id,add,aa,vip,2011-01-01T00:00:00Z,1",
                        "ads-vip-000000000002-00.csv line 2: id,remove,cc,vip,2011-01-01T00:00:00Z,1"),
                taken.repeated());
    }

    /** One member of the sample has agreed to advertising; SHA-256 of that address as the command sha256sum has it. */
    @Test
    void theSamplesListIsThatOfTheMembersThatAgreed() {
        DemoInput sample = DemoInput.read(Path.of("../sample"));
        assertEquals(SAMPLES, AdList.expected(sample.expected(), Set.of(), sample.rows()));
    }

    private static final Map<String, String> SAMPLES =
            Map.of("jon.olafsson.1012@example.com", "c884ddd033ce37cdebabd48f5b372597914327085a58e52d07655691cd0f0570");
}
