package io.onefold.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.sample.generator.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe is all that decides what is written. */
class SameBytesTest {
    /** Changes with every change of what is generated, and with nothing else: neither the JDK nor the machine. */
    private static final String DIGEST = "4f76778b9b281bb8ab6a1ee968f7bfdac7242e917137ce6f4068b428bb8c0421";

    private static final Recipe RECIPE = Recipe.of(300);

    @TempDir
    Path temp;

    @Test
    void a_sample_has_the_bytes_that_it_always_had() throws IOException {
        assertEquals(DIGEST, digest(RECIPE));
    }

    @Test
    void the_manners_of_the_machine_change_nothing() throws IOException {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertEquals(DIGEST, digest(RECIPE));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void another_seed_gives_other_people() throws IOException {
        assertNotEquals(digest(RECIPE), digest(RECIPE.withSeed(2)));
    }

    @Test
    void a_folder_with_something_in_it_stays_as_it_is() throws IOException {
        Files.writeString(temp.resolve("web.jsonl"), "mine");
        assertThrows(IllegalArgumentException.class, () -> Sample.write(temp, RECIPE));
        assertEquals("mine", Files.readString(temp.resolve("web.jsonl")));
        assertEquals(1, Folders.files(temp).size());
    }

    private String digest(Recipe recipe) throws IOException {
        Path folder = Folders.fresh(temp);
        var unused = Sample.write(folder, recipe);
        return Folders.digest(folder);
    }
}
