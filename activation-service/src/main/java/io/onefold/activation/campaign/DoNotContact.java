package io.onefold.activation.campaign;

import org.jspecify.annotations.Nullable;

/**
 * An address of the file whose owner wants to hear nothing.
 *
 * @param workspace the workspace
 * @param email the address
 * @param reason whence that is known, for whoever asks later
 */
record DoNotContact(String workspace, String email, String reason) {
    // Absent fields arrive as null from the file, whatever their type says.
    @SuppressWarnings("NullAway")
    DoNotContact {
        require("workspace", workspace);
        require("email", email);
        require("reason", reason);
    }

    private static void require(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": must be given");
        }
    }
}
