package io.onefold.kit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The kit is machinery: it knows no service, and of the contracts only what all of them share. */
class ArchitectureTest {
    private static final JavaClasses KIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.onefold.kit");

    @Test
    void ofOurOwnItKnowsTheSharedTypesAndTheBucketsOnly() {
        classes()
                .that()
                .resideInAPackage("io.onefold.kit..")
                .should()
                .onlyDependOnClassesThat(resideInAPackage("io.onefold.kit..")
                        .or(resideInAPackage("io.onefold.proto.type.v1"))
                        .or(resideInAPackage("io.onefold.domain"))
                        .or(com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage("io.onefold.."))))
                .check(KIT);
    }

    @Test
    void itSpeaksOfNoDomain() {
        noClasses()
                .should()
                .haveSimpleNameStartingWith("Profile")
                .orShould()
                .haveSimpleNameStartingWith("Audience")
                .orShould()
                .haveSimpleNameStartingWith("Identity")
                .orShould()
                .haveSimpleNameStartingWith("Campaign")
                .check(KIT);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.onefold.kit.(*)..").should().beFreeOfCycles().check(KIT);
    }

    @Test
    void theDriverIsReachedThroughTransactions() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.onefold.kit.sql", "io.onefold.kit.feed", "io.onefold.kit.error", "io.onefold.kit.log")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..", "io.vertx.pgclient..")
                .check(KIT);
    }
}
