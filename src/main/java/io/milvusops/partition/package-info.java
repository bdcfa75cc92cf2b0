/**
 * The domain: what a partition is, what is wanted, what was seen, and the one decision that follows from both.
 * Pure values and functions: no I/O, no clock, no framework, so that each rule can be tested as a row of a
 * table. It also declares the port through which a Milvus server is reached.
 */
@NullMarked
package io.milvusops.partition;

import org.jspecify.annotations.NullMarked;
