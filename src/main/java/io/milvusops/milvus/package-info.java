/**
 * The adapter: the only room that knows gRPC, the Milvus SDK and the codes of a Milvus server. It gives every
 * call a deadline, and maps each answer to the words of the domain in one place. It decides nothing and retries
 * nothing.
 */
@NullMarked
package io.milvusops.milvus;

import org.jspecify.annotations.NullMarked;
