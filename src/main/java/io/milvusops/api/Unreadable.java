package io.milvusops.api;

/**
 * A place of a resource that this version cannot read. Never holds the value found there: it may be a secret in the
 * wrong field.
 *
 * @param path where, from the root of the resource
 * @param problem what is wrong there, continuing a sentence that begins with the path
 */
public record Unreadable(Part part, String path, String problem) {

    /** Which half of the resource it is in. */
    public enum Part {
        SPEC("spec"),
        STATUS("status");

        private final String field;

        Part(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }
    }
}
