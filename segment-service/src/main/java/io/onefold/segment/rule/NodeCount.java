package io.onefold.segment.rule;

/** Counts nodes and their depth against the limits. */
final class NodeCount {
    private int nodes;

    void enter(NodePath path) {
        path.require(path.depth() <= RuleCheck.MAX_DEPTH, "lies deeper than " + RuleCheck.MAX_DEPTH + " levels");
        nodes++;
        path.require(nodes <= RuleCheck.MAX_NODES, "is beyond the limit of " + RuleCheck.MAX_NODES + " nodes");
    }
}
