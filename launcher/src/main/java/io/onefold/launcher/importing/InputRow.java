package io.onefold.launcher.importing;

import java.time.Instant;

/**
 * One line of a file.
 *
 * @param json the event, or the row as an object, in UTF-8
 * @param time when its source sent it; for an unreadable line that of the one before
 */
public record InputRow(String source, String file, int line, byte[] json, Instant time) {}
