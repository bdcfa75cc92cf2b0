/** Rules about the code as a whole. */
@NullMarked
package io.milvusops;

import org.jspecify.annotations.NullMarked;
