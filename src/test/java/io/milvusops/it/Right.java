package io.milvusops.it;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
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
 * @param name of the only object it is about; empty when it is about all
 */
record Right(String verb, String group, String resource, String name) {

    /** What roles of the cluster give to the operator's service account by its name. */
    static Set<Right> ofOperator(KubernetesClient client) {
        return client.rbac().clusterRoleBindings().list().getItems().stream()
                .filter(binding -> binding.getSubjects().stream().anyMatch(Right::operator))
                .map(binding -> binding.getRoleRef())
                .flatMap(role -> rules(client, role).stream())
                .flatMap(Right::each)
                .collect(Collectors.toSet());
    }

    private static boolean operator(Subject subject) {
        return Installation.NAME.equals(subject.getName()) && Installation.NAME.equals(subject.getNamespace());
    }

    private static List<PolicyRule> rules(KubernetesClient client, RoleRef role) {
        return client.rbac().clusterRoles().withName(role.getName()).get().getRules();
    }

    private static Stream<Right> each(PolicyRule rule) {
        List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
        return rule.getVerbs().stream()
                .flatMap(verb -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource ->
                                        names.stream().map(name -> new Right(verb, group, resource, name)))));
    }

    boolean covers(AuditLog.Request request) {
        return verb.equals(request.verb())
                && group.equals(request.group())
                && resource.equals(request.resource())
                && (name.isEmpty() || name.equals(request.name()));
    }
}
