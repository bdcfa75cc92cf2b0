@NullMarked
package io.milvusops.partition;

import org.jspecify.annotations.NullMarked;
