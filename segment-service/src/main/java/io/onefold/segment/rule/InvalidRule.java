package io.onefold.segment.rule;

/** A rule that does not type-check or passes a limit. */
public final class InvalidRule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String node;

    /** @param node the path of the node, such as {@code rule.all.rules[1].comparison.left} */
    public InvalidRule(String node, String problem) {
        super(problem);
        this.node = node;
    }

    public String node() {
        return node;
    }

    public String problem() {
        return String.valueOf(getMessage());
    }
}
