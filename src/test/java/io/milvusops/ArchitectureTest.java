package io.milvusops;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms. A new arrow is a decision about the design and is made here first. */
class ArchitectureTest {

    private static final String API = "io.milvusops.api..";
    private static final String PARTITION = "io.milvusops.partition..";
    private static final String LANE = "io.milvusops.lane..";
    private static final String MILVUS = "io.milvusops.milvus..";
    private static final String RECONCILE = "io.milvusops.reconcile..";
    private static final String OPS = "io.milvusops.ops..";

    private static final String OPS_ELECTION =
            "io\\.milvusops\\.ops\\.(Candidate|Election|ElectionRules|Leadership|LeaseRecord|Leases)(\\$.*)?";

    private static final DescribedPredicate<JavaClass> MAIN = DescribedPredicate.describe(
            "Main and its Work", type -> type.getName().matches("io\\.milvusops\\.(Main|Work)(\\$.*)?"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.milvusops");

    @Test
    void shouldKeepTheDomainFreeOfEverything() {
        check(mayOnlyUse(PARTITION, "java..", "org.jspecify..", PARTITION));
    }

    @Test
    void shouldLetLanesKnowTheDomainOnly() {
        check(mayOnlyUse(LANE, "java..", "org.jspecify..", "org.slf4j..", PARTITION, LANE));
    }

    @Test
    void shouldKeepApiAndDomainApart() {
        check(noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat(resideInAnyPackage(PARTITION, LANE, MILVUS, RECONCILE, OPS)));
    }

    @Test
    void shouldKeepTheAdapterAwayFromKubernetesAndLanes() {
        check(noClasses()
                .that()
                .resideInAPackage(MILVUS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(API, LANE, RECONCILE, OPS, "io.fabric8..")));
    }

    @Test
    void shouldKeepTheLoopAwayFromTheAdapter() {
        check(noClasses().that().resideInAPackage(RECONCILE).should().dependOnClassesThat(resideInAnyPackage(MILVUS)));
    }

    /** What it shows is brought to it as numbers and words: it can be read without knowing what they are about. */
    @Test
    void shouldLetWhatIsSeenFromOutsideKnowNothingOfWhatIsDone() {
        check(mayOnlyUse(
                OPS,
                "java..",
                "com.sun.net.httpserver..",
                "org.jspecify..",
                "org.slf4j..",
                "io.fabric8..",
                "io.micrometer..",
                OPS));
    }

    @Test
    void shouldUseTheMilvusSdkInTheAdapterOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(MILVUS)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.milvus..", "io.grpc..", "com.google.protobuf..")));
    }

    @Test
    void shouldUseTheOperatorFrameworkAtTheEdgeOnly() {
        check(noClasses()
                .that(resideOutsideOfPackages(RECONCILE).and(DescribedPredicate.not(MAIN)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.javaoperatorsdk..")));
    }

    @Test
    void shouldNotPointAtTheLoop() {
        check(noClasses()
                .that(resideOutsideOfPackages(RECONCILE).and(DescribedPredicate.not(MAIN)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(RECONCILE)));
    }

    @Test
    void shouldNotPointAtMain() {
        check(noClasses().that(DescribedPredicate.not(MAIN)).should().dependOnClassesThat(MAIN));
    }

    @Test
    void shouldReadTheEnvironmentAndEndTheProcessInMainOnly() {
        check(noClasses()
                .that(DescribedPredicate.not(MAIN))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    /** Clocks that are minutes apart, or jump, must not change who leads: only the Lease's own text has a time of day. */
    @Test
    void shouldElectWithoutKnowingTheTimeOfDay() {
        check(noClasses()
                .that()
                .haveNameMatching(OPS_ELECTION)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(?!Duration$).*|java\\.util\\.(Date|Calendar|Timer)")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void shouldNameClassesAfterWhatTheyAre() {
        check(noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Handler)(\\$.*)?"));
    }

    private static ArchRule mayOnlyUse(String room, String... allowed) {
        return noClasses().that().resideInAPackage(room).should().dependOnClassesThat(resideOutsideOfPackages(allowed));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
