package io.onefold.segment.rule;

/** The way to a node and how deep it lies; fails there. */
record NodePath(String text, int depth) {
    static final NodePath ROOT = new NodePath("rule", 1);

    /** A field of this node. */
    NodePath field(String name) {
        return new NodePath(text + "." + name, depth);
    }

    /** One of a list that is a field of this node. */
    NodePath at(String list, int index) {
        return field(list + "[" + index + "]");
    }

    /** The node that stands in this place. */
    NodePath deeper() {
        return new NodePath(text, depth + 1);
    }

    InvalidRule wrong(String problem) {
        return new InvalidRule(text, problem);
    }

    void require(boolean right, String problem) {
        if (!right) {
            throw wrong(problem);
        }
    }
}
