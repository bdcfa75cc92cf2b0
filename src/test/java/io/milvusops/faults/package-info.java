/**
 * Proxies in front of real servers that let a test stop the world at a named point: just before a call is passed on, or
 * when the server has answered and the client does not know it yet. What happens there is up to the test: it kills one
 * of the three processes, loses the answer, or lets the call go on.
 */
@NullMarked
package io.milvusops.faults;

import org.jspecify.annotations.NullMarked;
