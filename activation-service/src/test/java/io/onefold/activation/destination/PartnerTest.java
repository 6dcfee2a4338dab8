package io.onefold.activation.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartnerTest {
    /** As the partners' own formatters write them; empty: refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ' Ann@Example.COM '            | ann@example.com            | ann@example.com
            j.o.h.n+promo@gmail.com        | john@gmail.com             | j.o.h.n+promo@gmail.com
            J.Doe+x+y@GoogleMail.com       | jdoe@googlemail.com        | j.doe+x+y@googlemail.com
            j.doe+x@example.com            | j.doe+x@example.com        | j.doe+x@example.com
            j.doe@gmail.com.example        | j.doe@gmail.com.example    | j.doe@gmail.com.example
            +only@gmail.com                | ''                         | +only@gmail.com
            ann@localhost                  | ''                         | ''
            a b@example.com                | ''                         | ''
            ann@@example.com               | ''                         | ''
            ISTANBUL@EXAMPLE.COM           | istanbul@example.com       | istanbul@example.com
            """)
    void an_address_is_written_as_the_partner_writes_it(String raw, String google, String meta) {
        assertEquals(google, Partner.GOOGLE.normalize(raw).orElse(""));
        assertEquals(meta, Partner.META.normalize(raw).orElse(""));
    }

    /** The example of Meta's and Google's documentation is hashed by sha256sum here: printf test@example.com | sha256sum. */
    @Test
    void the_hash_is_sha_256_in_lower_case() {
        assertEquals(
                Optional.of("973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"),
                Partner.META.hash("Test@Example.com"));
    }
}
