/** The contract with the users, held to its schema and to what happens with objects that cannot be read. */
@NullMarked
package io.milvusops.api;

import org.jspecify.annotations.NullMarked;
