/** What is shipped for GitOps tools, run the way these tools run it. */
@NullMarked
package io.milvusops.gitops;

import org.jspecify.annotations.NullMarked;
