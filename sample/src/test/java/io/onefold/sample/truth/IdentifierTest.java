package io.onefold.sample.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every writing of a value is that value, and junk is nobody. */
class IdentifierTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    EMAIL,   " Ann.Lee@Example.COM ",  ann.lee@example.com
                    EMAIL,   o'neil+shop@example.org,  o'neil+shop@example.org
                    PHONE,   (202) 555-0102,           +12025550102
                    PHONE,   2025550102,               +12025550102
                    PHONE,   +1 202 555 0102,          +12025550102
                    PHONE,   0012025550102,            +12025550102
                    PHONE,   +44 20 7946 0102,         +442079460102
                    USER_ID, " u-1 ",                  u-1
                    """)
    void a_writing_is_its_value(Namespace namespace, String written, String value) {
        assertEquals(Optional.of(new Identifier(namespace, value)), Identifier.read(namespace, written));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    EMAIL,   ned.fox.at.example.net
                    EMAIL,   ned@example
                    EMAIL,   NoEmail@Example.com
                    EMAIL,   test@example.com
                    PHONE,   N/A
                    PHONE,   0000000000
                    PHONE,   000-000-0000
                    PHONE,   +1 000 000 0000
                    PHONE,   555-0102
                    CRM_ID,  " "
                    """)
    void junk_is_nobody(Namespace namespace, String written) {
        assertEquals(Optional.empty(), Identifier.read(namespace, written));
    }
}
