/**
 * The operator as seen by those who run it: settings, health, metrics and leadership. It is given what it shows
 * and decides nothing about partitions.
 */
@NullMarked
package io.milvusops.ops;

import org.jspecify.annotations.NullMarked;
