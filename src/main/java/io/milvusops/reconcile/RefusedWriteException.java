package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.partition.Excerpt;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The API server did not take a write, and not because of a newer version. The message is one for users. */
final class RefusedWriteException extends KubernetesClientException {

    private static final long serialVersionUID = 1L;
    private static final Excerpt SHOWN = new Excerpt(500);

    /** The client's code for a call that nobody answered. */
    private static final int NO_ANSWER = 0;

    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FAILURE = 500;

    /** Refusals that say nothing of the write itself: no login any more, a call that took too long, too many calls. */
    private static final Set<Integer> PASSING = Set.of(401, 408, 429);

    private static final Pattern BLANKS = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** @param deed what the write does, in words that follow "let the operator" and "was to" */
    RefusedWriteException(String deed, KubernetesClientException answer) {
        super(told(deed, answer), answer, answer.getCode(), answer.getStatus(), null);
    }

    private static String told(String deed, KubernetesClientException answer) {
        return answer.getCode() == NO_ANSWER
                ? "the API server did not answer when the operator was to " + deed + ": " + text(answer)
                : "the API server does not let the operator " + deed + ": HTTP " + answer.getCode() + ": "
                        + text(answer);
    }

    private static String text(KubernetesClientException answer) {
        String text = Optional.ofNullable(answer.getStatus())
                .map(Status::getMessage)
                .orElseGet(() -> String.valueOf(answer.getMessage()));
        return SHOWN.beginning(BLANKS.matcher(text).replaceAll(" ").strip());
    }

    /** Whether the same write is refused until somebody changes what refuses it. */
    boolean lasts() {
        return getCode() >= FIRST_REFUSAL && getCode() < FIRST_FAILURE && !PASSING.contains(getCode());
    }
}
