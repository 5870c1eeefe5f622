import { nearest } from '../../core/suggest.ts';
import { groupBy } from '../../model/group.ts';
import { named, problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';

export const dependentOverrideMissing: Rule = {
  id: 'fleet/dependent-override-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A propagation policy waits for an override policy that does not exist.',
  why: `\`dependentOverrides\` holds everything back until each policy that it names is there: of a PropagationPolicy
OverridePolicies of its own namespace, of a ClusterPropagationPolicy ClusterOverridePolicies. With a name that nothing
has, nothing that the policy takes goes to any cluster, and the only sign is an event on the control plane.`,
  examples: [
    {
      title: 'a slip in the name',
      base: 'fleet',
      replace: [[policy, '    - podinfo\n  placement', '    - podinof\n  placement']],
      finds: [
        'PropagationPolicy podinfo waits for OverridePolicy podinof, which does not exist; did you mean podinfo?',
      ],
    },
    {
      title: 'a policy of that name in another namespace',
      base: 'fleet',
      replace: [
        [
          'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml',
          '  placement:',
          '  dependentOverrides:\n    - podinfo\n  placement:',
        ],
      ],
      finds: [
        'PropagationPolicy podinfo waits for OverridePolicy podinfo in namespace flux-system, which does not exist; there is one in namespace podinfo',
      ],
    },
    { title: 'a policy that is there', base: 'fleet', finds: [] },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const { repo } = context;
    const byKind = groupBy(fleet.overridePolicies, ({ kind }) => kind);
    const identities = new Set(
      fleet.overridePolicies.map(({ kind, namespace, name }) => `${kind}/${namespace ?? ''}/${name}`),
    );
    for (const { resource, namespace, dependentOverrides } of fleet.propagationPolicies) {
      if (dependentOverrides.length === 0) continue;
      const kind = namespace === undefined ? 'ClusterOverridePolicy' : 'OverridePolicy';
      const isExternal = (name: string): boolean =>
        repo.settings.externals.some((each) => each.kind === kind && each.name === name);
      for (const [index, name] of resource.list('spec', 'dependentOverrides').entries()) {
        if (typeof name !== 'string' || name.includes('${') || isExternal(name)) continue;
        if (identities.has(`${kind}/${namespace ?? ''}/${name}`)) continue;
        const all = byKind.get(kind) ?? [];
        const here = all.filter((each) => each.namespace === namespace).map((each) => each.name);
        const near = nearest(name, here);
        const away = all.find((each) => each.name === name);
        // What could not be read may hold it.
        if (near === undefined && away === undefined && repo.unread.size > 0) continue;
        const where = near === undefined && namespace !== undefined ? ` in namespace ${namespace}` : '';
        yield problemOf(resource, ['spec', 'dependentOverrides', index], {
          message: `${named(resource)} waits for ${kind} ${name}${where}, which does not exist${tail(near, away?.namespace)}`,
          help: `nothing that the policy takes goes anywhere before it is there: name one that is, or remove the entry`,
        });
      }
    }
  },
};

function tail(near: string | undefined, elsewhere: string | undefined): string {
  if (near !== undefined) return `; did you mean ${near}?`;
  return elsewhere === undefined ? '' : `; there is one in namespace ${elsewhere}`;
}
