package io.onefold.launcher.client;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** Several replicas of a service on this machine under one name, {@code onefold-replicas:///port,port}: what a Kubernetes service is to its callers. */
final class Replicas extends NameResolverProvider {
    private static final String SCHEME = "onefold-replicas";

    static {
        NameResolverRegistry.getDefaultRegistry().register(new Replicas());
    }

    private Replicas() {}

    static String target(List<Integer> ports) {
        return SCHEME + ":///"
                + String.join(",", ports.stream().map(String::valueOf).toList());
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        List<EquivalentAddressGroup> addresses = Stream.of(
                        target.getPath().substring(1).split(","))
                .map(port -> new EquivalentAddressGroup(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port))))
                .toList();
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return "127.0.0.1";
            }

            @Override
            public void start(Listener2 listener) {
                listener.onResult(ResolutionResult.newBuilder()
                        .setAddressesOrError(StatusOr.fromValue(addresses))
                        .build());
            }

            @Override
            public void shutdown() {
                // Nothing runs.
            }
        };
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 5;
    }
}
