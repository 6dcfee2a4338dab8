package io.onefold.kit.rebuild;

import io.onefold.proto.operations.v1.ProjectionHash;

/** State hashes as the contract has them. */
final class StateHashCodec {
    private StateHashCodec() {}

    static io.onefold.proto.operations.v1.StateHash write(StateHash hash) {
        var written = io.onefold.proto.operations.v1.StateHash.newBuilder().setHash(hash.hash());
        hash.projections()
                .forEach(one -> written.addProjections(ProjectionHash.newBuilder()
                        .setProjection(one.name())
                        .setRowCount(one.rows())
                        .setHash(one.hash())));
        return written.build();
    }
}
