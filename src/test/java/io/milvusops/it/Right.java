package io.milvusops.it;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that one may do.
 *
 * @param resource with its subresource, such as {@code milvuspartitions/status}
 * @param namespace where; empty when everywhere
 * @param name of the only object it is about; empty when it is about all
 */
record Right(String verb, String group, String resource, String namespace, String name) {

    /** What roles give to the operator's service account by its name. */
    static Set<Right> ofOperator(KubernetesClient client) {
        Stream<Right> everywhere = client.rbac().clusterRoleBindings().list().getItems().stream()
                .filter(binding -> binding.getSubjects().stream().anyMatch(Right::operator))
                .map(binding -> client.rbac()
                        .clusterRoles()
                        .withName(binding.getRoleRef().getName())
                        .get())
                .flatMap(role -> each("", role.getRules()));
        Stream<Right> somewhere = client.rbac().roleBindings().inAnyNamespace().list().getItems().stream()
                .filter(binding -> binding.getSubjects().stream().anyMatch(Right::operator))
                .map(binding -> client.rbac()
                        .roles()
                        .inNamespace(binding.getMetadata().getNamespace())
                        .withName(binding.getRoleRef().getName())
                        .get())
                .flatMap(role -> each(role.getMetadata().getNamespace(), role.getRules()));
        return Stream.concat(everywhere, somewhere).collect(Collectors.toSet());
    }

    private static boolean operator(Subject subject) {
        return Installation.NAME.equals(subject.getName()) && Installation.NAME.equals(subject.getNamespace());
    }

    private static Stream<Right> each(String namespace, List<PolicyRule> rules) {
        return rules.stream().flatMap(rule -> each(namespace, rule));
    }

    private static Stream<Right> each(String namespace, PolicyRule rule) {
        List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
        return rule.getVerbs().stream()
                .flatMap(verb -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource -> names.stream()
                                        .map(name -> new Right(verb, group, resource, namespace, name)))));
    }

    boolean covers(AuditLog.Request request) {
        return verb.equals(request.verb())
                && group.equals(request.group())
                && resource.equals(request.resource())
                && (namespace.isEmpty() || namespace.equals(request.namespace()))
                && (name.isEmpty() || name.equals(request.name()));
    }
}
