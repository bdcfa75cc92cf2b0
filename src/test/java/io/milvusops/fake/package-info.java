/**
 * A Milvus server for tests, on a loopback port of its own, that speaks the real protocol: the adapter under test opens
 * a real channel to it.
 *
 * <p>The contract: it imitates what Milvus 2.3.5 was measured to do with databases, collections, aliases and
 * partitions (identity, load state, statistics, refusals and their codes); {@link io.milvusops.fake.Dialect} has the
 * codes of other versions, read in their sources and not measured. It keeps no data and no indexes,
 * answers no query but the one that counts rows, and its numbers of rows are what a test says. Its state is {@link io.milvusops.fake.FakeWorld}, which a test may change
 * between calls as another client of the server would. What goes wrong is scripted per call with
 * {@link io.milvusops.fake.Fault}. Every call is written down in {@link io.milvusops.fake.CallLog}. All of it is
 * thread-safe. Where the fake and a real server differ, the real server is right and the fake has a bug.
 */
@NullMarked
package io.milvusops.fake;

import org.jspecify.annotations.NullMarked;
