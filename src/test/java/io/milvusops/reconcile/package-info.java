@NullMarked
package io.milvusops.reconcile;

import org.jspecify.annotations.NullMarked;
