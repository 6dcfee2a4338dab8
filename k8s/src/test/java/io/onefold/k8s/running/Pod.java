package io.onefold.k8s.running;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.onefold.k8s.render.Checkout;
import io.onefold.k8s.rules.Manifests;
import io.onefold.k8s.rules.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A service as a process on this machine, with the variables and the files of its pod and none besides; only where things are is moved. */
final class Pod {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MOUNT = "/etc/onefold";

    private final Manifests manifests;
    private final Deployment workload;
    private final Places places;
    private final Path folder;
    private final Process process;

    private Pod(Manifests manifests, Deployment workload, Places places) throws IOException {
        this.manifests = manifests;
        this.workload = workload;
        this.places = places;
        this.folder = Files.createDirectories(places.folder().resolve(name()));
        writeFiles();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", "quarkus-run.jar")
                .directory(Checkout.module(name()).resolve("target/quarkus-app").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        this.process = builder.start();
    }

    static Pod start(Manifests manifests, Deployment workload, Places places) throws IOException {
        return new Pod(manifests, workload, places);
    }

    String name() {
        return Manifests.name(workload);
    }

    Path log() {
        return folder.resolve("log");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether the kubelet would take the probe's answer for a yes. */
    boolean isStarted() {
        return says(container().getStartupProbe());
    }

    boolean isReady() {
        return says(container().getReadinessProbe());
    }

    boolean isLive() {
        return says(container().getLivenessProbe());
    }

    /** How long it takes to end when it is asked to; longer than the pod's grace it is killed. */
    Duration end() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(grace().toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    Duration grace() {
        return Duration.ofSeconds(workload.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds());
    }

    void kill() {
        process.destroyForcibly();
    }

    private Container container() {
        return Manifests.container(workload);
    }

    private boolean says(Probe probe) {
        int port = container().getPorts().stream()
                .filter(found ->
                        found.getName().equals(probe.getHttpGet().getPort().getStrVal()))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
        URI uri = URI.create(
                "http://127.0.0.1:" + places.port(port) + probe.getHttpGet().getPath());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(probe.getTimeoutSeconds()))
                .build();
        try {
            int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 400;
        } catch (IOException noAnswer) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        Settings.of(manifests, container())
                .values()
                .forEach((name, value) -> environment.put(name, moved(name, value)));
        container().getPorts().forEach(port -> {
            String what = port.getName().equals("public") ? "HTTP" : "MANAGEMENT";
            environment.put("QUARKUS_" + what + "_HOST", "127.0.0.1");
            environment.put("QUARKUS_" + what + "_PORT", Integer.toString(places.port(port.getContainerPort())));
        });
        return environment;
    }

    private String moved(String name, String value) {
        if (name.equals("JAVA_TOOL_OPTIONS")) {
            long bytes = Quantity.getAmountInBytes(
                            container().getResources().getLimits().get("memory"))
                    .longValueExact();
            return value + " -XX:MaxRAM=" + bytes;
        }
        if (name.endsWith("_HOST") && Checkout.SERVICES.contains(value)) {
            return "127.0.0.1";
        }
        if (name.startsWith("ONEFOLD_") && name.endsWith("_PORT")) {
            return Integer.toString(places.port(Integer.parseInt(value)));
        }
        return value.replace(MOUNT, folder.toString())
                .replace("//postgresql:5432/", "//127.0.0.1:" + places.postgresPort() + "/")
                .replace("redis://redis:6379", places.redisUrl());
    }

    private void writeFiles() throws IOException {
        List<Volume> volumes = workload.getSpec().getTemplate().getSpec().getVolumes();
        for (Volume volume : volumes) {
            if (volume.getConfigMap() != null) {
                ConfigMap map = manifests
                        .find(ConfigMap.class, volume.getConfigMap().getName())
                        .orElseThrow();
                for (Map.Entry<String, String> file : map.getData().entrySet()) {
                    Files.writeString(folder.resolve(file.getKey()), file.getValue());
                }
            }
        }
    }
}
