package io.onefold.profile.erasure;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.profile.v1.Contact;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.type.v1.Event;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds what messages still say of a person who was erased. */
final class TraceCodec {
    private final IdentifierIds ids;

    TraceCodec(IdentifierIds ids) {
        this.ids = ids;
    }

    /** By what persons of a workspace are known. */
    record Person(String workspace, Set<UUID> profileIds, Set<UUID> recordIds, Set<UUID> identifierIds) {
        static Person of(Erasure erasure) {
            return new Person(
                    erasure.workspace(),
                    Set.copyOf(erasure.profileIds()),
                    Set.copyOf(erasure.recordIds()),
                    Set.copyOf(erasure.identifierIds()));
        }

        /** All of them as one. */
        static Person ofAll(String workspace, Collection<ErasureStore.Unwiped> erasures) {
            Person all = new Person(workspace, new HashSet<>(), new HashSet<>(), new HashSet<>());
            erasures.forEach(erasure -> {
                all.profileIds.addAll(erasure.profileIds());
                all.recordIds.addAll(erasure.recordIds());
                all.identifierIds.addAll(erasure.identifierIds());
            });
            return all;
        }
    }

    /** Whether an item of the log is the person's. What cannot be read names nobody that anybody could find. */
    boolean isIn(byte[] eventItem, Person person) {
        try {
            return isTheirs(EventItem.parseFrom(eventItem).getEvent(), person);
        } catch (InvalidProtocolBufferException unreadable) {
            return false;
        }
    }

    /** The record of an item of the log that carries an identifier of the person's own; empty for all others. */
    Optional<UUID> recordOf(byte[] eventItem, Person person) {
        try {
            Event event = EventItem.parseFrom(eventItem).getEvent();
            return Optional.of(event)
                    .filter(read -> carriesTheirs(read, person))
                    .map(read -> id(read.getRecordId()));
        } catch (InvalidProtocolBufferException unreadable) {
            return Optional.empty();
        }
    }

    private boolean isTheirs(Event event, Person person) {
        return person.recordIds.contains(id(event.getRecordId())) || carriesTheirs(event, person);
    }

    private boolean carriesTheirs(Event event, Person person) {
        return event.getWorkspace().equals(person.workspace)
                && event.getIdentifiersList().stream().anyMatch(one -> isTheirs(one, person));
    }

    private boolean isTheirs(io.onefold.proto.type.v1.Identifier one, Person person) {
        return person.identifierIds.contains(
                ids.id(person.workspace, new Identifier(one.getNamespace(), one.getValue(), !one.getInvalid())));
    }

    /** Whether a change of identity names the person. */
    boolean isInChange(byte[] identityChange, Person person) {
        try {
            IdentityChange change = IdentityChange.parseFrom(identityChange);
            return change.getWorkspace().equals(person.workspace)
                    && change.getIdentifiersList().stream()
                            .anyMatch(one -> one.hasIdentifier() && isTheirs(one.getIdentifier(), person));
        } catch (InvalidProtocolBufferException unreadable) {
            return false;
        }
    }

    /**
     * An item of the feed of profiles without the person; empty when it says nothing of him. Of the person's own profile nothing is left but
     * that it was erased; of another one, which once held a record of his, all but that.
     */
    Optional<byte[]> without(UUID profileId, byte[] profileChange, Person person) {
        ProfileChange change = change(profileChange);
        if (change.getErased()) {
            return Optional.empty();
        }
        if (person.profileIds.contains(profileId)) {
            return Optional.of(new byte[0]);
        }
        ProfileChange.Builder stripped = change.toBuilder().clearEvents();
        change.getEventsList().stream()
                .filter(event -> !person.recordIds.contains(id(event.getRecordId())))
                .forEach(stripped::addEvents);
        if (change.hasContact()) {
            stripped.setContact(without(change.getContact(), person));
        }
        ProfileChange now = stripped.build();
        return now.equals(change) ? Optional.empty() : Optional.of(now.toByteArray());
    }

    /** Whose name it was cannot be told apart. */
    private Contact without(Contact contact, Person person) {
        List<String> emails = others(IdentifierNormalizer.EMAIL, contact.getEmailsList(), person);
        List<String> phones = others(IdentifierNormalizer.PHONE, contact.getPhonesList(), person);
        if (emails.size() == contact.getEmailsCount() && phones.size() == contact.getPhonesCount()) {
            return contact;
        }
        return contact.toBuilder()
                .clearEmails()
                .addAllEmails(emails)
                .clearPhones()
                .addAllPhones(phones)
                .clearFirstName()
                .build();
    }

    private List<String> others(String namespace, List<String> values, Person person) {
        return values.stream()
                .filter(value -> !person.identifierIds.contains(
                        ids.id(person.workspace, new Identifier(namespace, value, true))))
                .toList();
    }

    private static ProfileChange change(byte[] bytes) {
        try {
            return ProfileChange.parseFrom(bytes);
        } catch (InvalidProtocolBufferException notOurs) {
            throw new IllegalStateException("the feed holds what we did not write", notOurs);
        }
    }

    private static UUID id(String text) {
        return text.isEmpty() ? new UUID(0, 0) : UUID.fromString(text);
    }
}
