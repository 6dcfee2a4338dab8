package io.onefold.ingestion.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The kind of a source; written in lower case in files and tables. */
public enum Channel {
    @JsonProperty("web")
    WEB,
    @JsonProperty("mobile")
    MOBILE,
    @JsonProperty("crm")
    CRM,
    @JsonProperty("payment")
    PAYMENT,
    @JsonProperty("support")
    SUPPORT,
    @JsonProperty("social")
    SOCIAL,
    @JsonProperty("email")
    EMAIL,
    @JsonProperty("survey")
    SURVEY,
    @JsonProperty("file")
    FILE,
    @JsonProperty("dmp")
    DMP;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Channel of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
