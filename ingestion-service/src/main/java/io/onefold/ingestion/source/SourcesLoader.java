package io.onefold.ingestion.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.kit.access.AccessConfig;
import io.onefold.kit.access.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the sources of the configured files into the table. */
@ApplicationScoped
class SourcesLoader {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final SourceTable table;
    private final IngestionConfig config;
    private final boolean development;

    SourcesLoader(SourceTable table, IngestionConfig config, AccessConfig access) {
        this.table = table;
        this.config = config;
        this.development = access.development();
    }

    void load() {
        for (String file : config.sourcesFile().orElse(List.of())) {
            load(file);
        }
    }

    private void load(String file) {
        List<WorkspaceRow> workspaces = new ArrayList<>();
        List<SourceRow> sources = new ArrayList<>();
        parse(file).workspaces().forEach((id, workspace) -> {
            WorkspaceRow row = new WorkspaceRow();
            row.id = id;
            row.exclusiveNamespaces = String.join(",", workspace.exclusiveNamespaces());
            workspaces.add(row);
            workspace.sources().forEach(entry -> sources.add(row(file, id, entry)));
        });
        table.put(workspaces, sources);
    }

    private static SourcesFile parse(String file) {
        try {
            return YAML.readValue(text(file), SourcesFile.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("onefold.ingestion.sources-file " + file + ": " + e.getMessage(), e);
        }
    }

    private SourceRow row(String file, String workspace, SourcesFile.Entry entry) {
        SourceRow row = new SourceRow();
        row.key = new SourceKey(workspace, entry.id());
        row.channel = entry.channel().code();
        row.enriching = entry.enriching();
        row.writeKeySha256 = keyHash(file, entry);
        if (entry.mapping() != null) {
            String jslt = text(beside(file, entry.mapping()));
            JsltMapping.compile(jslt);
            row.mapping = jslt;
        }
        return row;
    }

    private String keyHash(String file, SourcesFile.Entry entry) {
        if (entry.clearKey().isPresent() && !development) {
            throw new IllegalStateException("onefold.ingestion.sources-file " + file + ": the source " + entry.id()
                    + " has its write key in clear text, which only development accepts; give write_key_sha256");
        }
        return entry.clearKey().map(Secrets::sha256).orElseGet(() -> String.valueOf(entry.writeKeySha256()));
    }

    private static String beside(String file, String name) {
        Path parent = Path.of(file).getParent();
        return parent == null ? name : parent.resolve(name).toString();
    }

    /** A file of this name, else a resource. */
    private static String text(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isRegularFile(path)) {
                return Files.readString(path);
            }
            @Nullable
            InputStream resource =
                    Thread.currentThread().getContextClassLoader().getResourceAsStream(name);
            if (resource == null) {
                throw new IllegalStateException(
                        "onefold.ingestion.sources-file: neither a file nor a resource is called " + name);
            }
            try (resource) {
                return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
