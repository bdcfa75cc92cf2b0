package io.milvusops.gitops;

/**
 * What Argo CD shows of a resource.
 *
 * @param status one of Argo CD's words: Healthy, Suspended, Progressing or Degraded
 */
public record ArgoHealth(String status, String message) {}
