import type { Problem } from '../../core/finding.ts';
import type { Resource } from '../../model/resource.ts';
import {
  mapsIn,
  overridePolicies,
  overridersIn,
  propagationPolicies,
  selectorsIn,
} from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const site = (suspend: string): Readonly<Record<string, string>> => ({
  'flux-system/gitrepositories/gitrepository-site.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: site
  namespace: flux-system
spec:
  interval: 15m
  ref:
    branch: main
${suspend}  url: https://github.com/example/site
`,
  'flux-system/propagationpolicies/propagationpolicy-site.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: site
  namespace: flux-system
spec:
  resourceSelectors:
    - apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      name: site
      namespace: flux-system
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`,
});

/**
 * The APIs of which a member keeps `spec.suspend` (rule 45; karmada v1.18,
 * pkg/resourceinterpreter/default/thirdparty/resourcecustomizations).
 */
const retained = new Set([
  'kustomize.toolkit.fluxcd.io/v1 Kustomization',
  'source.toolkit.fluxcd.io/v1 GitRepository',
  'helm.toolkit.fluxcd.io/v2beta1 HelmRelease',
  ...['Bucket', 'HelmChart', 'HelmRepository', 'OCIRepository'].map(
    (kind) => `source.toolkit.fluxcd.io/v1beta2 ${kind}`,
  ),
]);

export const suspendRetained: Rule = {
  id: 'fleet/suspend-retained',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'An object of a kind whose suspension members keep is suspended in git.',
  why: `For some of Flux's kinds Karmada leaves \`spec.suspend\` on a member as it is there (rule 45 of the fleet model), so that
\`flux suspend\` on that member is not undone. It holds for a \`suspend: true\` from git as well: once it has arrived, the
\`false\` of a later commit is not sent any more, and somebody must run \`flux resume\` on every member. To hold back an
object from git, suspend its policy (\`suspension.dispatching\`).`,
  examples: [
    {
      title: 'a source on hold',
      base: 'fleet',
      create: site('  suspend: true\n'),
      finds: ['GitRepository site has spec.suspend: true, which members keep when git says false again'],
    },
    { title: 'a source that is fetched', base: 'fleet', create: site(''), finds: [] },
  ],
  *check({ repo, fleet }) {
    if (propagationPolicies(repo).length === 0) return;
    const suspended = repo.resources.filter((each) => each.get('spec', 'suspend') === true);
    const simulated = suspended.length === 0 ? undefined : fleet();
    for (const resource of suspended) {
      const template = simulated?.templateOf(resource);
      if (template === undefined || !retained.has(`${template.apiVersion} ${template.kind}`)) continue;
      if (simulated?.decide(template).policy === undefined) continue;
      yield found(resource, ['spec', 'suspend'], `has spec.suspend: true`);
    }
    for (const policy of overridePolicies(repo)) {
      if (!selectorsIn(policy).some(({ apiVersion, kind }) => retained.has(`${apiVersion} ${kind}`)))
        continue;
      for (const overriders of overridersIn(policy))
        for (const each of mapsIn(policy, [...overriders, 'plaintext']))
          if (policy.text(...each, 'path') === '/spec/suspend' && policy.get(...each, 'value') === true)
            yield found(policy, [...each, 'path'], 'writes /spec/suspend true');
    }
  },
};

function found(resource: Resource, path: readonly (string | number)[], what: string): Problem {
  return problemOf(resource, path, {
    message: `${named(resource)} ${what}, which members keep when git says false again`,
    help: 'write suspension: { dispatching: true } into the propagation policy instead',
  });
}
