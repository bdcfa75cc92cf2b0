/**
 * The contract with the users: the two kinds, their fields and their rules, and how an object of them is read
 * without losing what cannot be read. The CRDs in {@code crds/} are generated from these types. It knows
 * neither Milvus nor the decisions made from it; a change here needs an argument for compatibility.
 */
@NullMarked
package io.milvusops.api;

import org.jspecify.annotations.NullMarked;
