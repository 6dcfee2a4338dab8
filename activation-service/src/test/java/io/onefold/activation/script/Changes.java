package io.onefold.activation.script;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.Consent;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Items of the feeds, as tests need them. */
public final class Changes {
    /** From when a membership is true, unless a test says otherwise. */
    public static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");

    private Changes() {}

    public static ProfileChange.Builder profile(UUID id, long version) {
        return ProfileChange.newBuilder()
                .setWorkspace("dev")
                .setProfileId(id.toString())
                .setVersion(version)
                .setCause(ProfileChange.Cause.CAUSE_EVENT)
                .setExists(true);
    }

    /** A profile at its first version, with its own address and consents as of {@link #contact}. */
    public static ProfileChange known(UUID id, String... consents) {
        return profile(id, 1)
                .setContact(contact(List.of(address(id)), consents))
                .build();
    }

    /** The person behind a profile was erased. */
    public static ProfileChange erased(UUID id, long version) {
        return profile(id, version)
                .setCause(ProfileChange.Cause.CAUSE_ERASURE)
                .setExists(false)
                .setErased(true)
                .build();
    }

    /** A contact with consents, each `purpose/channel`, a `-` before what is denied. */
    public static Contact contact(List<String> emails, String... consents) {
        Contact.Builder contact = Contact.newBuilder().addAllEmails(emails).setFirstName("Ann");
        for (String consent : consents) {
            boolean granted = !consent.startsWith("-");
            String[] parts = (granted ? consent : consent.substring(1)).split("/", 2);
            contact.addConsents(Consent.newBuilder()
                    .setPurpose(parts[0])
                    .setChannel(parts[1])
                    .setGranted(granted));
        }
        return contact.build();
    }

    public static MembershipChange.Builder change(
            UUID id, String audience, boolean member, MembershipChange.Cause cause, long sequence) {
        return MembershipChange.newBuilder()
                .setWorkspace("dev")
                .setAudience(audience)
                .setProfileId(id.toString())
                .setMember(member)
                .setEffectiveTime(time(SINCE.plusSeconds(sequence)))
                .setCause(cause)
                .setProfileVersion(1)
                .setSequence(sequence);
    }

    public static MembershipChange enters(UUID id, String audience, long sequence) {
        return change(id, audience, true, MembershipChange.Cause.CAUSE_EVENT, sequence)
                .build();
    }

    public static MembershipChange leaves(UUID id, String audience, long sequence) {
        return change(id, audience, false, MembershipChange.Cause.CAUSE_EVENT, sequence)
                .build();
    }

    public static Timestamp time(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** An address that is this profile's alone. */
    public static String address(UUID id) {
        return id.toString().substring(0, 13) + "@example.com";
    }
}
