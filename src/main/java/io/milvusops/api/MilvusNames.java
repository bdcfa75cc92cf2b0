package io.milvusops.api;

/** The schema's rules for names inside Milvus. Kept in one place because three fields share them. */
final class MilvusNames {

    static final int MAX_LENGTH = 255;

    static final String RULE = "self.matches('^[A-Za-z0-9_][A-Za-z0-9_-]*$')";

    static final String MESSAGE = " must begin with a letter, a digit or _ and go on with these and -,"
            + " without blanks; write the name as the server lists it";

    static final String NOT_DEFAULT_RULE = "!self.matches('^_default(_[0-9]+)?$')";

    static final String UNCHANGED_RULE = "self == oldSelf";

    static final String UNCHANGED_MESSAGE =
            " cannot be changed: the resource stands for one partition; create another resource for another one";

    private MilvusNames() {}
}
