package io.onefold.k8s.rules;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The variables of a container as Kubernetes makes them: of what is named twice the last one counts, and `env` more than `envFrom`.
 *
 * @param missing references that lead nowhere and may not
 */
public record Settings(Map<String, String> values, List<String> missing) {

    public static Settings of(Manifests manifests, Container container) {
        Settings settings = new Settings(new TreeMap<>(), new ArrayList<>());
        container.getEnvFrom().forEach(from -> settings.addAll(manifests, from));
        container.getEnv().forEach(variable -> settings.add(manifests, variable));
        return settings;
    }

    private void addAll(Manifests manifests, EnvFromSource from) {
        SecretEnvSource secret = from.getSecretRef();
        String name = secret == null ? from.getConfigMapRef().getName() : secret.getName();
        Boolean optional = secret == null ? from.getConfigMapRef().getOptional() : secret.getOptional();
        Optional<Map<String, String>> found = secret == null ? configMap(manifests, name) : secret(manifests, name);
        found.ifPresentOrElse(values::putAll, () -> miss(optional, (secret == null ? "ConfigMap " : "Secret ") + name));
    }

    private void add(Manifests manifests, EnvVar variable) {
        if (variable.getValueFrom() == null) {
            values.put(variable.getName(), variable.getValue());
            return;
        }
        SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
        if (key == null) {
            missing.add(variable.getName() + " comes from something else than a Secret");
            return;
        }
        secret(manifests, key.getName())
                .map(secret -> secret.get(key.getKey()))
                .ifPresentOrElse(
                        value -> values.put(variable.getName(), value),
                        () -> miss(key.getOptional(), "key " + key.getKey() + " of Secret " + key.getName()));
    }

    private void miss(Boolean optional, String what) {
        if (!Boolean.TRUE.equals(optional)) {
            missing.add("there is no " + what);
        }
    }

    private static Optional<Map<String, String>> configMap(Manifests manifests, String name) {
        return manifests.find(ConfigMap.class, name).map(ConfigMap::getData);
    }

    private static Optional<Map<String, String>> secret(Manifests manifests, String name) {
        Optional<Map<String, String>> inside =
                manifests.find(Secret.class, name).map(secret -> decoded(secret.getData()));
        return inside.or(() -> Optional.ofNullable(manifests.outside().get(name)));
    }

    private static Map<String, String> decoded(Map<String, String> data) {
        Map<String, String> decoded = new LinkedHashMap<>();
        data.forEach((key, value) ->
                decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }
}
