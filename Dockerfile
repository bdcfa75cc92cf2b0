# After mvn package:  docker build -t milvus-partition-operator:0.1.0 .
# Any base with a Java 17 runtime on the PATH; pin it by digest for a release.
ARG BASE=eclipse-temurin:17-jre
FROM ${BASE}
LABEL org.opencontainers.image.title="milvus-partition-operator" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /opt/milvus-partition-operator
# Libraries change seldom: with their own layer an update transfers the small jar only.
COPY target/lib/ lib/
COPY target/milvus-partition-operator.jar ./
# A number, so that runAsNonRoot can be checked without a passwd file.
USER 65532:65532
EXPOSE 8080
# Serial: on a fraction of a CPU the other collectors only add threads. The heap leaves room for the network buffers
# and class data. Out of memory ends the process: half a JVM would hold the lease and do nothing. The two limits of
# the HTTP server, in seconds, keep a client that stalls from occupying the threads that answer the kubelet.
ENTRYPOINT ["java", \
    "-XX:+UseSerialGC", \
    "-XX:MaxRAMPercentage=60", \
    "-XX:+ExitOnOutOfMemoryError", \
    "-Dsun.net.httpserver.maxReqTime=10", \
    "-Dsun.net.httpserver.maxRspTime=10", \
    "-jar", "/opt/milvus-partition-operator/milvus-partition-operator.jar"]
