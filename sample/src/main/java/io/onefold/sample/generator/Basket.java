package io.onefold.sample.generator;

import java.util.ArrayList;
import java.util.List;

/** What is ordered at once. Prices are pennies, and the lines add up to the total. */
record Basket(List<Line> lines) {
    private static final int MOST_LINES = 4;
    private static final Product MADE_TO_ORDER = new Product("P-999", "Made to order", 0);

    static final List<Product> CATALOGUE = List.of(
            new Product("P-101", "Beeswax candle", 650),
            new Product("P-102", "Oak serving board", 3400),
            new Product("P-103", "Linen tea towels, pair", 2875),
            new Product("P-104", "Enamel mug", 995),
            new Product("P-105", "Wool throw", 6490),
            new Product("P-106", "Seed tin", 1240),
            new Product("P-107", "Brass hook", 1820),
            new Product("P-108", "Gift wrap", 325),
            new Product("P-109", "Café lamp", 8900),
            new Product("P-110", "Garden twine, large", 3860));

    /** What few buy and few can forget. */
    private static final List<Product> FURNITURE =
            List.of(new Product("P-201", "Reading chair", 48000), new Product("P-202", "Farmhouse table", 124900));

    record Product(String id, String name, long price) {}

    record Line(Product product, int quantity) {}

    Basket {
        lines = List.copyOf(lines);
    }

    static Basket of(Dice dice) {
        List<Line> lines = new ArrayList<>();
        if (dice.chance(30)) {
            lines.add(new Line(dice.one(FURNITURE), 1));
        }
        for (int left = dice.between(1, MOST_LINES); left > 0; left--) {
            lines.add(new Line(dice.one(CATALOGUE), dice.between(1, 3)));
        }
        return new Basket(lines);
    }

    /** One thing at exactly this price. */
    static Basket worth(long pennies) {
        return new Basket(List.of(new Line(new Product(MADE_TO_ORDER.id(), MADE_TO_ORDER.name(), pennies), 1)));
    }

    long total() {
        return lines.stream()
                .mapToLong(line -> line.product().price() * line.quantity())
                .sum();
    }
}
