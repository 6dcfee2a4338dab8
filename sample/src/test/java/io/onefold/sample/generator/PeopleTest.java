package io.onefold.sample.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nobody has anything of somebody who lives. */
class PeopleTest {
    private static final int NUMBERS = 71_200;

    @Test
    void a_number_is_one_of_those_that_belong_to_nobody_and_is_given_once() {
        Set<String> given = new HashSet<>();
        for (int number = 0; number < NUMBERS; number++) {
            String phone = People.phone(number).orElseThrow();
            assertTrue(phone.matches("\\+1[2-9](?!11)[0-8][0-9]55501[0-9]{2}"), phone);
            assertTrue(given.add(phone), phone);
        }
        assertEquals(Optional.empty(), People.phone(NUMBERS));
    }

    @Test
    void an_address_is_at_a_domain_of_examples_in_small_letters_of_ascii() {
        People people = new People(Recipe.of(40));
        for (int number = 0; number < 5_000; number++) {
            String email = people.person(number, "somebody").email();
            assertTrue(email.matches("[a-z-]+\\.[a-z-]+\\.[0-9]+@example\\.(com|org|net)"), email);
        }
    }

    /** Two who share something must be neighbours in the same pair. */
    @Test
    void the_cast_leaves_whole_pairs() {
        assertEquals(0, Cast.CUSTOMERS.size() % 2);
        assertTrue(Cast.CUSTOMERS.size() <= Recipe.FEWEST_CUSTOMERS);
    }
}
