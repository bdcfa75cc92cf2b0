package io.milvusops.api;

/** The files in {@code crds/}, generated from the two kinds and completed where the generator has no words for it. */
final class CustomResourceDefinitions {

    static final String COMMAND =
            "mvn -DskipITs test -Dtest=CustomResourceDefinitionsTest -Dsurefire.failIfNoSpecifiedTests=false -Dcrds.write=true";

    private static final String HEADER =
            "# Generated from the types in io.milvusops.api. Do not edit: change the types and run\n# " + COMMAND
                    + "\n";

    private CustomResourceDefinitions() {}
}
