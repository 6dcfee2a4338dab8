package io.onefold.contracts;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import io.onefold.proto.type.v1.Access;
import io.onefold.proto.type.v1.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks through one file for what breaks the rules of the contracts. Paths are those of descriptor.proto: field number, index, … */
final class Contract {
    private final FileDescriptorProto file;
    private final Map<List<Integer>, String> comments = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();

    private Contract(FileDescriptorProto file) {
        this.file = file;
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            comments.put(location.getPathList(), location.getLeadingComments());
        }
    }

    static List<String> breaches(FileDescriptorProto file) {
        Contract contract = new Contract(file);
        contract.look();
        return contract.breaches;
    }

    private void look() {
        if (!file.getPackage().matches("onefold\\.[a-z]+\\.v1")) {
            breaches.add(file.getName() + ": the package is " + file.getPackage() + ", not onefold.<area>.v1");
        }
        if (!file.getName().startsWith(file.getPackage().replace('.', '/') + "/")) {
            breaches.add(file.getName() + ": lies outside the folder of its package " + file.getPackage());
        }
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            message(file.getPackage(), file.getMessageType(i), path(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < file.getEnumTypeCount(); i++) {
            enumeration(file.getPackage(), file.getEnumType(i), path(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < file.getServiceCount(); i++) {
            service(file.getService(i), path(FileDescriptorProto.SERVICE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < file.getExtensionCount(); i++) {
            comment(file.getExtension(i).getName(), path(FileDescriptorProto.EXTENSION_FIELD_NUMBER, i));
        }
    }

    private void message(String parent, DescriptorProto message, List<Integer> path) {
        if (message.getOptions().getMapEntry()) {
            return;
        }
        String name = parent + "." + message.getName();
        comment(name, path);
        for (int i = 0; i < message.getFieldCount(); i++) {
            comment(name + "." + message.getField(i).getName(), with(path, DescriptorProto.FIELD_FIELD_NUMBER, i));
        }
        for (int i = 0; i < message.getOneofDeclCount(); i++) {
            oneof(name, message, path, i);
        }
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            message(name, message.getNestedType(i), with(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            enumeration(name, message.getEnumType(i), with(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
        }
    }

    /** An `optional` field is a oneof of its own in descriptors, with nowhere to comment it twice. */
    private void oneof(String name, DescriptorProto message, List<Integer> path, int index) {
        boolean written = message.getFieldList().stream()
                .noneMatch(
                        field -> field.hasOneofIndex() && field.getOneofIndex() == index && field.getProto3Optional());
        if (written) {
            comment(
                    name + "." + message.getOneofDecl(index).getName(),
                    with(path, DescriptorProto.ONEOF_DECL_FIELD_NUMBER, index));
        }
    }

    private void enumeration(String parent, EnumDescriptorProto type, List<Integer> path) {
        String name = parent + "." + type.getName();
        comment(name, path);
        if (!type.getValue(0).getName().endsWith("_UNSPECIFIED")) {
            breaches.add(name + ": the first value is " + type.getValue(0).getName() + ", not …_UNSPECIFIED");
        }
        for (int i = 0; i < type.getValueCount(); i++) {
            comment(name + "." + type.getValue(i).getName(), with(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i));
        }
    }

    private void service(ServiceDescriptorProto service, List<Integer> path) {
        String name = file.getPackage() + "." + service.getName();
        comment(name, path);
        if (!service.getName().endsWith("Service")) {
            breaches.add(name + ": a service is called …Service");
        }
        for (int i = 0; i < service.getMethodCount(); i++) {
            MethodDescriptorProto method = service.getMethod(i);
            String rpc = name + "." + method.getName();
            comment(rpc, with(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i));
            if (method.getOptions().getExtension(Access.role) == Role.ROLE_UNSPECIFIED) {
                breaches.add(rpc + ": states no role");
            }
            named(rpc, method.getInputType(), method.getName() + "Request");
            named(rpc, method.getOutputType(), method.getName() + "Response");
        }
    }

    private void named(String rpc, String type, String expected) {
        if (!type.equals("." + file.getPackage() + "." + expected)) {
            breaches.add(rpc + ": uses " + type + ", not " + expected + " of its own package");
        }
    }

    private void comment(String name, List<Integer> path) {
        if (comments.getOrDefault(path, "").isBlank()) {
            breaches.add(name + ": has no comment");
        }
    }

    private static List<Integer> path(int field, int index) {
        return List.of(field, index);
    }

    private static List<Integer> with(List<Integer> path, int field, int index) {
        List<Integer> longer = new ArrayList<>(path);
        longer.add(field);
        longer.add(index);
        return longer;
    }
}
