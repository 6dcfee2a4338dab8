package io.onefold.activation.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells the addresses of the open internet from those of the own network, which a webhook must not reach by somebody's say-so. */
final class PublicAddress {
    private PublicAddress() {}

    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? isPublic6(bytes)
                : isPublic4(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff);
    }

    private static boolean isPublic4(int a, int b, int c) {
        boolean thisNetwork = a == 0;
        boolean carrier = a == 100 && b >= 64 && b < 128;
        boolean protocols = a == 192 && b == 0 && c == 0;
        boolean benchmarks = a == 198 && (b == 18 || b == 19);
        boolean documentation =
                a == 192 && b == 0 && c == 2 || a == 198 && b == 51 && c == 100 || a == 203 && b == 0 && c == 113;
        return !thisNetwork && !carrier && !protocols && !benchmarks && !documentation && a < 240;
    }

    /** Global unicast only; what carries an IPv4 address inside is as public as that one. */
    private static boolean isPublic6(byte[] b) {
        int first = (b[0] & 0xff) << 8 | b[1] & 0xff;
        int second = (b[2] & 0xff) << 8 | b[3] & 0xff;
        if (first == 0x0064 && second == 0xff9b) {
            return isZero(b, 4, 12) && isPublic(embedded(b, 12));
        }
        if (first == 0x2002) {
            return isPublic(embedded(b, 2));
        }
        boolean teredo = first == 0x2001 && second == 0;
        boolean documentation = first == 0x2001 && second == 0x0db8;
        return (first & 0xe000) == 0x2000 && !teredo && !documentation;
    }

    private static boolean isZero(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress embedded(byte[] address, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
