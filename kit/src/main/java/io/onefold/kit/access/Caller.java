package io.onefold.kit.access;

import io.grpc.Context;
import io.onefold.proto.type.v1.Role;
import java.util.Set;

/**
 * Who calls, as the credential says.
 *
 * @param workspace the caller's workspace; empty for the suite's own services, which see every workspace
 * @param source the source whose write key was used; empty for tokens
 */
public record Caller(String workspace, String source, Set<Role> roles) {
    static final Context.Key<Caller> KEY = Context.key("onefold-caller");

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The caller of the RPC that is being served on this thread. */
    public static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("no RPC is being served on this thread");
        }
        return caller;
    }

    public boolean isInternal() {
        return roles.contains(Role.ROLE_INTERNAL);
    }

    /** INTERNAL implies READ: the suite's services read each other's feeds. */
    boolean has(Role role) {
        return roles.contains(role) || (role == Role.ROLE_READ && isInternal());
    }
}
