package io.onefold.k8s.running;

import java.nio.file.Path;

/**
 * Where on this machine is what has a name of its own in a cluster.
 *
 * @param folder for files and logs
 * @param portOffset is added to every port of the services
 */
record Places(Path folder, int postgresPort, String redisUrl, int portOffset) {
    int port(int inThePod) {
        return inThePod + portOffset;
    }
}
