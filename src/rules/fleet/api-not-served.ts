import type { Fleet, Template } from '../../fleet/fleet.ts';
import { unserved } from '../../fleet/placement.ts';
import type { PropagationPolicy } from '../../fleet/policy.ts';
import type { Cluster } from '../../model/cluster.ts';
import { propagationPolicies } from '../fleet-policies.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const inventory = 'fleet/clusters.jsonc';
const member2 = '"region": "europe-west4",\n      "fluxVersion": ';

export const apiNotServed: Rule = {
  id: 'fleet/api-not-served',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy places objects on a cluster that does not serve their API.',
  why: `The scheduler passes over a cluster that does not serve exactly the apiVersion and kind of an object (rule 17 of the
fleet model), and that is the version that the control plane prefers, whatever the file says. A member with an older
Flux than the control plane's definitions, or with none at all, gets nothing of an app, and its policy looks as if it
did. The versions are those of \`fluxVersion\` and \`apiEnablements\` in \`fleet/clusters.jsonc\`.`,
  examples: [
    {
      title: 'a member with an old Flux',
      base: 'fleet',
      replace: [[inventory, `${member2}"2.9"`, `${member2}"2.2"`]],
      finds: [
        'PropagationPolicy podinfo places HelmRepository podinfo on member2, but its Flux 2.2 does not serve source.toolkit.fluxcd.io/v1 HelmRepository',
        'PropagationPolicy redis places HelmRepository redis on member2, but its Flux 2.2 does not serve source.toolkit.fluxcd.io/v1 HelmRepository',
        'PropagationPolicy podinfo places HelmRelease podinfo on member2, but its Flux 2.2 does not serve helm.toolkit.fluxcd.io/v2 HelmRelease',
        'PropagationPolicy redis places HelmRelease redis on member2, but its Flux 2.2 does not serve helm.toolkit.fluxcd.io/v2 HelmRelease',
      ],
    },
    { title: 'one Flux everywhere', base: 'fleet', finds: [] },
  ],
  *check({ repo, fleet }) {
    if (propagationPolicies(repo).length === 0) return;
    const simulated = fleet();
    const unable = clustersWithout(simulated);
    const said = new Map<PropagationPolicy, Set<string>>();
    for (const template of simulated.templates) {
      const lacking = unable(template);
      if (lacking.length === 0) continue;
      const decision = simulated.decide(template);
      const { policy, selector } = decision;
      const key = `${template.apiVersion} ${template.kind}`;
      const before = (policy && said.get(policy)) ?? new Set<string>();
      if (policy === undefined || selector === undefined || before.has(key)) continue;
      said.set(policy, before.add(key));
      for (const { name } of lacking) {
        const refusal = decision.refusal(name);
        if (refusal?.filter !== 'api') continue;
        const at = simulated.known.at(name);
        yield problemOf(policy.resource, [...selector.path, 'apiVersion'], {
          message: `${named(policy.resource)} places ${template.kind} ${template.name} on ${name}, but ${refusal.why}`,
          help: `bring Flux on ${name} up to date, or place the objects on other clusters`,
          related: [
            ...(at === undefined ? [] : [{ at, message: `${name} is described here` }]),
            declaredHere(template.resource),
          ],
        });
      }
    }
  },
};

/** The clusters that do not serve the API of an object, worked out once for each API. */
function clustersWithout({ clusters }: Fleet): (template: Template) => readonly Cluster[] {
  const known = new Map<string, readonly Cluster[]>();
  return (template) => {
    const key = `${template.apiVersion} ${template.kind}`;
    const lacking = known.get(key) ?? clusters.filter((cluster) => unserved(cluster, template) !== undefined);
    known.set(key, lacking);
    return lacking;
  };
}
