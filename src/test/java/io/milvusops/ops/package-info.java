@NullMarked
package io.milvusops.ops;

import org.jspecify.annotations.NullMarked;
