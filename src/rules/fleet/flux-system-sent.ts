import type { Problem } from '../../core/finding.ts';
import type { Template } from '../../fleet/fleet.ts';
import { offerFix } from '../fixes.ts';
import { isBootstrap } from '../layout-scope.ts';
import { named, problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { keepAway, skipLabel } from '../skip-label.ts';

const path = 'flux-system/namespaces/namespace-flux-system.yaml';
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: flux-system\n';

export const fluxSystemSent: Rule = {
  id: 'fleet/flux-system-sent',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'What each cluster has of its own Flux is sent to all of them.',
  why: `\`flux install\` and \`flux bootstrap\` make the Namespace \`flux-system\` on each cluster, bootstrap also the
GitRepository and the Kustomization of that name. Karmada does not take over what it finds there: the Work reports a
conflict on every such cluster, for ever. The Namespace goes to all clusters unless it has the label
\`${skipLabel}: "true"\`.`,
  examples: [
    {
      title: 'the Namespace among the others',
      base: 'fleet',
      create: { [path]: namespace },
      finds: ['Namespace flux-system goes to all clusters, where Flux’s installation has made it'],
    },
    {
      title: 'the Namespace with the label',
      base: 'fleet',
      create: { [path]: `${namespace}  labels:\n    ${skipLabel}: "true"\n` },
      finds: [],
    },
  ],
  repair: {
    unsafe: 'Where no installation made the Namespace, Karmada did, and takes it from the clusters again.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined || fleet.propagationPolicies.length === 0) return;
    for (const template of fleet.templates) {
      if (template.name !== 'flux-system') continue;
      const { policy, synced } = fleet.decide(template);
      if (template.kind === 'Namespace' && synced.length > 0) yield namespaceSent(context, template);
      else if (policy !== undefined && isBootstrap(template.resource)) {
        yield problemOf(template.resource, ['metadata', 'name'], {
          message: `${named(template.resource)} is sent to clusters by ${named(policy.resource)}, where bootstrap makes one of that name`,
          help: 'give it another name, or do not select it',
        });
      }
    }
  },
};

function namespaceSent({ repo }: Pick<RuleContext, 'repo'>, { resource }: Template): Problem {
  return problemOf(resource, ['metadata', 'name'], {
    message: 'Namespace flux-system goes to all clusters, where Flux’s installation has made it',
    help: `label it ${skipLabel}: "true"`,
    ...offerFix(repo, resource, { title: `write ${skipLabel}: "true"`, safety: 'unsafe' }, [keepAway]),
  });
}
