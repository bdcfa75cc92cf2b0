@NullMarked
package io.milvusops.lane;

import org.jspecify.annotations.NullMarked;
