package io.milvusops.it;

import io.milvus.grpc.CreateCredentialRequest;
import io.milvus.grpc.CreateRoleRequest;
import io.milvus.grpc.GrantEntity;
import io.milvus.grpc.GrantorEntity;
import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.ObjectEntity;
import io.milvus.grpc.OperatePrivilegeRequest;
import io.milvus.grpc.OperatePrivilegeType;
import io.milvus.grpc.OperateUserRoleRequest;
import io.milvus.grpc.OperateUserRoleType;
import io.milvus.grpc.PrivilegeEntity;
import io.milvus.grpc.RoleEntity;
import io.milvus.grpc.Status;
import io.milvus.grpc.UserEntity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;

/** Who gives users their rights on a Milvus server. */
record MilvusAdministrator(MilvusServiceGrpc.MilvusServiceBlockingStub stub) {

    /** A user with a role of its own, which has these privileges on all collections and nothing else. */
    void addUser(String user, String password, Collection<String> privileges) {
        succeed(stub.createCredential(CreateCredentialRequest.newBuilder()
                .setUsername(user)
                .setPassword(Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)))
                .build()));
        succeed(stub.createRole(CreateRoleRequest.newBuilder()
                .setEntity(RoleEntity.newBuilder().setName(user))
                .build()));
        succeed(stub.operateUserRole(OperateUserRoleRequest.newBuilder()
                .setUsername(user)
                .setRoleName(user)
                .setType(OperateUserRoleType.AddUserToRole)
                .build()));
        privileges.forEach(privilege -> grant(user, privilege));
    }

    private void grant(String role, String privilege) {
        GrantorEntity grantor = GrantorEntity.newBuilder()
                .setUser(UserEntity.newBuilder().setName("root"))
                .setPrivilege(PrivilegeEntity.newBuilder().setName(privilege))
                .build();
        succeed(stub.operatePrivilege(OperatePrivilegeRequest.newBuilder()
                .setType(OperatePrivilegeType.Grant)
                .setEntity(GrantEntity.newBuilder()
                        .setRole(RoleEntity.newBuilder().setName(role))
                        .setObject(ObjectEntity.newBuilder().setName("Collection"))
                        .setObjectName("*")
                        .setGrantor(grantor))
                .build()));
    }

    private static void succeed(Status status) {
        if (status.getCode() != 0) {
            throw new IllegalStateException(status.getReason());
        }
    }
}
