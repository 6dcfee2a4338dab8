package io.onefold.devstack;

import java.util.List;

/** Four free ports, kept over the restarts of a test. */
record StackPorts(int postgres, int redis, int smtp, int imap) {

    static StackPorts free() {
        return new StackPorts(Ports.free(), Ports.free(), Ports.free(), Ports.free());
    }

    StackPorts withPostgres(int port) {
        return new StackPorts(port, redis, smtp, imap);
    }

    List<String> options() {
        return List.of(
                "--postgres-port", Integer.toString(postgres),
                "--redis-port", Integer.toString(redis),
                "--smtp-port", Integer.toString(smtp),
                "--imap-port", Integer.toString(imap));
    }
}
