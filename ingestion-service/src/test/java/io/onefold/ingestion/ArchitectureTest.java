package io.onefold.ingestion;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.onefold.ingestion", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Reading JSON is the core's business, so its JSON library may be there. */
    @ArchTest
    static final ArchRule theCoreIsPure = classes()
            .that()
            .resideInAPackage("..event..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "io.onefold.domain..",
                    "..ingestion.event..");

    /** The registry says with the proto's role what a write key may do; a stream of messages is a piece of the gRPC face. */
    @ArchTest
    static final ArchRule generatedTypesStayAtTheEdge = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("GrpcService")
            .and()
            .haveSimpleNameNotEndingWith("Codec")
            .and()
            .haveSimpleNameNotEndingWith("Registry")
            .and()
            .haveSimpleNameNotStartingWith("IngestStream")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.onefold.proto..");

    /** GroupCommit tells refused data by the driver's exception; FilingTransaction opens the transaction and pipelines. */
    @ArchTest
    static final ArchRule sqlStaysInStores = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .doNotHaveSimpleName("FilingTransaction")
            .and()
            .doNotHaveSimpleName("GroupCommit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient..", "io.vertx.pgclient..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.onefold.ingestion.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noOtherService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.onefold.identity..", "io.onefold.profile..", "io.onefold.segment..", "io.onefold.activation..");
}
