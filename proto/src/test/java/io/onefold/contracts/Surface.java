package io.onefold.contracts;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What callers rely on in a set of contracts, laid out flat: every type, every numbered member of one, what is reserved, every RPC. */
final class Surface {
    private final Set<String> types = new TreeSet<>();
    private final Map<String, Member> members = new TreeMap<>();
    private final Map<String, Reserved> reserved = new TreeMap<>();
    private final Map<String, String> rpcs = new TreeMap<>();

    /**
     * A field, an enum's value or an extension.
     *
     * @param shape cardinality, type and oneof; empty for an enum's value
     */
    record Member(String owner, int number, String name, String shape) {
        @Override
        public String toString() {
            return "%s %d: %s %s".formatted(owner, number, name, shape).strip();
        }
    }

    /** Numbers from {@code first} to {@code last}, both included. */
    record Span(int first, int last) {
        boolean holds(Span other) {
            return first <= other.first && other.last <= last;
        }
    }

    /** Spans that touch are one, so that it does not matter how they are written. */
    record Reserved(List<Span> spans, Set<String> names) {
        static final Reserved NOTHING = new Reserved(List.of(), Set.of());

        Reserved {
            List<Span> merged = new ArrayList<>();
            for (Span span : spans.stream()
                    .sorted((one, other) -> Integer.compare(one.first, other.first))
                    .toList()) {
                Span before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
                if (before != null && span.first - 1L <= before.last) {
                    merged.set(merged.size() - 1, new Span(before.first, Math.max(before.last, span.last)));
                } else {
                    merged.add(span);
                }
            }
            spans = List.copyOf(merged);
            names = Set.copyOf(names);
        }

        boolean holds(Span other) {
            return spans.stream().anyMatch(span -> span.holds(other));
        }
    }

    static Surface of(FileDescriptorSet files) {
        Surface surface = new Surface();
        files.getFileList().forEach(surface::file);
        return surface;
    }

    Set<String> types() {
        return types;
    }

    /** By owner and number. */
    Map<String, Member> members() {
        return members;
    }

    Map<String, String> rpcs() {
        return rpcs;
    }

    Map<String, Reserved> reserved() {
        return reserved;
    }

    Reserved reservedIn(String owner) {
        return reserved.getOrDefault(owner, Reserved.NOTHING);
    }

    /** One line for each thing: equal sets are equal contracts, in whatever order and files they are written. */
    Set<String> lines() {
        Set<String> lines = new TreeSet<>(types);
        members.values().forEach(member -> lines.add(member.toString()));
        rpcs.forEach((name, shape) -> lines.add("rpc " + name + " " + shape));
        reserved.forEach((owner, what) -> {
            what.spans().forEach(span -> lines.add(owner + " reserves " + span.first() + " to " + span.last()));
            what.names().forEach(name -> lines.add(owner + " reserves \"" + name + "\""));
        });
        return lines;
    }

    private void file(FileDescriptorProto file) {
        String parent = file.getPackage();
        file.getMessageTypeList().forEach(message -> message(parent, message));
        file.getEnumTypeList().forEach(type -> enumeration(parent, type));
        file.getServiceList().forEach(service -> service(parent, service));
        for (FieldDescriptorProto extension : file.getExtensionList()) {
            String owner = "extend " + extension.getExtendee().substring(1);
            member(owner, extension.getNumber(), parent + "." + extension.getName(), shape(extension, ""));
        }
    }

    private void message(String parent, DescriptorProto message) {
        String name = parent + "." + message.getName();
        types.add("message " + name);
        for (FieldDescriptorProto field : message.getFieldList()) {
            boolean alone = !field.hasOneofIndex() || field.getProto3Optional();
            String oneof = alone
                    ? ""
                    : " in oneof " + message.getOneofDecl(field.getOneofIndex()).getName();
            member(name, field.getNumber(), field.getName(), shape(field, oneof));
        }
        List<Span> spans = message.getReservedRangeList().stream()
                .map(range -> new Span(range.getStart(), range.getEnd() - 1))
                .toList();
        reserve(name, spans, message.getReservedNameList());
        message.getNestedTypeList().forEach(nested -> message(name, nested));
        message.getEnumTypeList().forEach(type -> enumeration(name, type));
    }

    private static String shape(FieldDescriptorProto field, String oneof) {
        String type = field.hasTypeName()
                ? field.getTypeName().substring(1)
                : field.getType().name().replace("TYPE_", "").toLowerCase(Locale.ROOT);
        String cardinality =
                field.getLabel() == Label.LABEL_REPEATED ? "repeated " : field.getProto3Optional() ? "optional " : "";
        return cardinality + type + oneof + " as " + field.getJsonName();
    }

    private void enumeration(String parent, EnumDescriptorProto type) {
        String name = parent + "." + type.getName();
        types.add("enum " + name);
        for (EnumValueDescriptorProto value : type.getValueList()) {
            member(name, value.getNumber(), value.getName(), "");
        }
        // Other than a message's, an enum's range includes its end.
        List<Span> spans = type.getReservedRangeList().stream()
                .map(range -> new Span(range.getStart(), range.getEnd()))
                .toList();
        reserve(name, spans, type.getReservedNameList());
    }

    private void service(String parent, ServiceDescriptorProto service) {
        String name = parent + "." + service.getName();
        types.add("service " + name);
        for (MethodDescriptorProto rpc : service.getMethodList()) {
            rpcs.put(
                    name + "." + rpc.getName(),
                    "(%s%s) returns (%s%s)"
                            .formatted(
                                    rpc.getClientStreaming() ? "stream " : "",
                                    rpc.getInputType().substring(1),
                                    rpc.getServerStreaming() ? "stream " : "",
                                    rpc.getOutputType().substring(1)));
        }
    }

    private void member(String owner, int number, String name, String shape) {
        members.put(owner + " " + number, new Member(owner, number, name, shape));
    }

    private void reserve(String owner, List<Span> spans, List<String> names) {
        if (!spans.isEmpty() || !names.isEmpty()) {
            reserved.put(owner, new Reserved(spans, Set.copyOf(names)));
        }
    }
}
