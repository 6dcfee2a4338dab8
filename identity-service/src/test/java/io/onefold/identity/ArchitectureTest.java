package io.onefold.identity;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may depend on what. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.onefold.identity");

    @Test
    void messagesStayAtTheEdge() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(GrpcService|Client|Codec)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.onefold.proto..")
                .check(classes);
    }

    /** Filing names the types of the answers that it pipelines, and opens no statement itself. */
    @Test
    void sqlStaysInStores() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(Store|Filing)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..sqlclient..", "io.vertx..pgclient..")
                .check(classes);
    }

    @Test
    void thePureCoreIsPure() {
        classes()
                .that()
                .resideInAPackage("..derivation..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "io.onefold.domain..", "io.onefold.identity.derivation..", "org.jspecify.."))
                .check(classes);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.onefold.identity.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void noServiceKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.onefold..")
                        .and(not(resideInAnyPackage(
                                "io.onefold.identity..",
                                "io.onefold.proto..",
                                "io.onefold.kit..",
                                "io.onefold.domain.."))))
                .check(classes);
        noClasses()
                .that(resideOutsideOfPackages("..resolve..", "..rules..", "..lookup.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "jakarta.persistence..")
                .check(classes);
    }
}
