/**
 * APIs of Kubernetes whose successor has the same fields with the same meaning, so that the apiVersion alone moves
 * (https://kubernetes.io/docs/reference/using-api/deprecation-guide/: "no notable changes", or none but of the version).
 */
const same: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding',
  'apiregistration.k8s.io/v1beta1 APIService',
  'autoscaling/v2beta2 HorizontalPodAutoscaler',
  'batch/v1beta1 CronJob',
  'coordination.k8s.io/v1beta1 Lease',
  'networking.k8s.io/v1beta1 IngressClass',
  'node.k8s.io/v1beta1 RuntimeClass',
  'policy/v1beta1 PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1beta1 ClusterRole',
  'rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1beta1 Role',
  'rbac.authorization.k8s.io/v1beta1 RoleBinding',
  'scheduling.k8s.io/v1beta1 PriorityClass',
  'storage.k8s.io/v1beta1 CSIDriver',
  'storage.k8s.io/v1beta1 CSINode',
  'storage.k8s.io/v1beta1 StorageClass',
  'storage.k8s.io/v1beta1 VolumeAttachment',
  'extensions/v1beta1 NetworkPolicy',
]);

/** Whether an object of a built-in kind needs nothing but another apiVersion. */
export function hasSameFields(apiVersion: string, kind: string): boolean {
  return same.has(`${apiVersion} ${kind}`);
}
