package io.onefold.activation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.onefold.activation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** LiveConsumer names the response type of the feed that it opens, as a type parameter. */
    @ArchTest
    static final ArchRule generated_types_stay_at_the_edge = noClasses()
            .that()
            .haveNameNotMatching(".*(GrpcService|Client|Codec|Upstream|Consumer)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.onefold.proto..");

    @ArchTest
    static final ArchRule sql_stays_in_stores = noClasses()
            .that()
            .haveNameNotMatching(".*Store(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient..");

    @ArchTest
    static final ArchRule decisions_are_pure = classes()
            .that()
            .haveNameMatching(
                    ".*\\.(guard\\.(Circumstances|Verdict|Reason)|campaign\\.(Campaign|Backoff|Cause|Trigger|Letter)|contact\\.(Contact|Person|Statements)"
                            + "|destination\\.(Destination|Smtp|Webhook|AdAudienceFile|Partner|SigningSecret)"
                            + "|suppression\\.(Suppression|Suppressions)|membership\\.Membership"
                            + "|webhook\\.(PublicAddress|WebhookAnswer)|list\\.(ListDecision|ListChange|ListText))(\\$.*)?")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "javax.crypto..", "io.onefold.domain..", "io.onefold.activation..", "org.jspecify..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.onefold.activation.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_other_service = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.onefold.ingestion..", "io.onefold.identity..", "io.onefold.profile..", "io.onefold.segment..");
}
