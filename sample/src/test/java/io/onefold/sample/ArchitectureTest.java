package io.onefold.sample;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A mistake in one half must not be the other's too. */
@AnalyzeClasses(packages = "io.onefold.sample", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theTruthKnowsNoGenerator = noClasses()
            .that()
            .resideInAPackage("..truth..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..generator..");

    @ArchTest
    static final ArchRule theGeneratorKnowsNoTruth = noClasses()
            .that()
            .resideInAPackage("..generator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..truth..");

    @ArchTest
    static final ArchRule nothingOfTheProduct = classes()
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "com.fasterxml.jackson..", "io.onefold.sample..", "org.jspecify.."));

    /** Whose sequences may differ between JDKs, or who ask the machine. */
    @ArchTest
    static final ArchRule theGeneratorThrowsItsOwnDice = noClasses()
            .that()
            .resideInAPackage("..generator..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|HashMap|HashSet|random\\..*)");
}
