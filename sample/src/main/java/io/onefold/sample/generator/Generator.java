package io.onefold.sample.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Invents a company's customers and writes what its channels know of them. One person after the other, and what does not fit into memory is
 * sorted on disk: 512 MB of heap were enough for 200,000 customers, and up to twice the size of the folder is needed on disk meanwhile.
 */
public final class Generator {
    private static final int CUSTOMERS_PER_VISITOR = 3;
    private static final int CUSTOMERS_PER_STRANGER = 25;
    private static final int CUSTOMERS_PER_ERASURE = 200;
    private static final int FIRST_TO_BE_ERASED = 137;

    private final Recipe recipe;
    private final People people;
    private final SampleFolder folder;

    private Generator(Recipe recipe, SampleFolder folder) {
        this.recipe = recipe;
        this.people = new People(recipe);
        this.folder = folder;
    }

    /** As {@link #write(Path, Recipe, Witness)}, and nobody looks on. */
    public static void write(Path folder, Recipe recipe) throws IOException {
        write(folder, recipe, Witness.NOBODY);
    }

    /**
     * Writes the input, without the answers: the same bytes for the same recipe, on every machine.
     *
     * @param folder is made if it is not there, and must be empty
     * @throws IllegalArgumentException when it is not
     */
    public static void write(Path folder, Recipe recipe, Witness witness) throws IOException {
        try (SampleFolder files = new SampleFolder(folder, witness)) {
            new Generator(recipe, files).run();
        }
        BadLines.write(folder, recipe);
    }

    private void run() {
        for (int number = 0; number < recipe.customers(); number++) {
            customer(number);
        }
        int visitors = recipe.customers() / CUSTOMERS_PER_VISITOR;
        for (int i = 0; i < visitors; i++) {
            visitor(i, recipe.customers() + i);
        }
        int strangers = recipe.customers() / CUSTOMERS_PER_STRANGER;
        for (int i = 0; i < strangers; i++) {
            live(recipe.customers() + visitors + i, "nobody", OtherLives::stranger);
        }
    }

    private void customer(int number) {
        if (number < Cast.CUSTOMERS.size()) {
            Cast.Role role = Cast.CUSTOMERS.get(number);
            role.script().play(Actor.of(recipe, people.castMember(number, role.key()), folder));
            return;
        }
        String key = "customer " + number;
        switch (people.kind(number)) {
            case ACCOUNT -> live(number, key, this::account);
            case GUEST -> live(number, key, OtherLives::guest);
            case CLERKS_ROW -> live(number, key, OtherLives::clerksRow);
            case TILL -> live(number, key, OtherLives::till);
        }
    }

    private void account(Actor actor) {
        int number = actor.person().number();
        new AccountLife(actor, Bond.of(recipe, people, number)).live();
        if (number % CUSTOMERS_PER_ERASURE == FIRST_TO_BE_ERASED) {
            actor.records().eraseMe();
        }
    }

    private void visitor(int index, int number) {
        if (index < Cast.VISITORS.size()) {
            Cast.Role role = Cast.VISITORS.get(index);
            role.script().play(Actor.of(recipe, people.castMember(number, role.key()), folder));
        } else {
            live(number, "visitor " + index, OtherLives::visitor);
        }
    }

    private void live(int number, String key, Consumer<Actor> life) {
        life.accept(Actor.of(recipe, people.person(number, key), folder));
    }
}
