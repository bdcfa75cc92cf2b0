/**
 * The operator's process. What is here starts and stops it and wires the rooms below; it is the only place that
 * reads the environment and ends the process. Nothing depends on it.
 */
@NullMarked
package io.milvusops;

import org.jspecify.annotations.NullMarked;
