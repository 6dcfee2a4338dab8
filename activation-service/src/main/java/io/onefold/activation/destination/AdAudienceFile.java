package io.onefold.activation.destination;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Files with the adds and removes of a list at an advertising partner.
 *
 * @param directory below `onefold.activation.files-root`: names of a-z, A-Z, 0-9, `-` and `_`, parted by `/`
 * @param partner whose rule normalises the e-mail addresses
 * @param maxMembers how many profiles one file settles at most; 10,000 when absent
 * @param every the least time between two files: what changes meanwhile and changes back is not sent; PT1M when absent
 */
public record AdAudienceFile(
        String workspace, String name, String directory, Partner partner, int maxMembers, String every)
        implements Destination {
    private static final Pattern DIRECTORY = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");
    private static final int MOST_MEMBERS = 10_000;
    private static final String DEFAULT_EVERY = "PT1M";
    private static final Duration LONGEST_EVERY = Duration.ofDays(1);

    // Absent fields arrive as null from the file, whatever their type says.
    @SuppressWarnings("NullAway")
    public AdAudienceFile {
        Fields.given("workspace", workspace);
        Fields.name(name);
        if (!DIRECTORY.matcher(Fields.given("directory", directory)).matches()) {
            throw new IllegalArgumentException(
                    "directory: a path below onefold.activation.files-root such as google/vip, not " + directory);
        }
        if (partner == null) {
            throw new IllegalArgumentException("partner: google or meta must be given");
        }
        maxMembers = maxMembers == 0 ? MOST_MEMBERS : maxMembers;
        if (maxMembers < 1 || maxMembers > MOST_MEMBERS) {
            throw new IllegalArgumentException("max_members: 1 to " + MOST_MEMBERS + ", not " + maxMembers);
        }
        every = every == null ? DEFAULT_EVERY : every;
        Fields.duration("every", every, LONGEST_EVERY);
    }

    @Override
    public String type() {
        return "ad_audience_file";
    }

    public Duration pause() {
        return Duration.parse(every);
    }
}
