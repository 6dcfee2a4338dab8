package io.onefold.profile;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.onefold.profile", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule generatedTypesStayAtTheEdge = noClasses()
            .that(not(simpleNameEndingWith("GrpcService"))
                    .and(not(simpleNameEndingWith("Client")))
                    .and(not(simpleNameEndingWith("Codec"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.onefold.proto..");

    @ArchTest
    static final ArchRule sqlStaysInStores = noClasses()
            .that(not(simpleNameEndingWith("Store")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule theFoldIsPure = classes()
            .that()
            .resideInAPackage("io.onefold.profile.state")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "io.onefold.domain..", "io.onefold.profile.state", "org.jspecify.."));

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.onefold.profile.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noOtherService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.onefold.ingestion..",
                    "io.onefold.identity..",
                    "io.onefold.segment..",
                    "io.onefold.activation..");
}
