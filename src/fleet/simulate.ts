import { kept, once } from '../core/once.ts';
import type { KnownClusters } from '../model/cluster.ts';
import type { Settings } from '../model/config.ts';
import { groupBy } from '../model/group.ts';
import type { Repo } from '../model/repo.ts';
import type { Resource } from '../model/resource.ts';
import type { Schemas } from '../schema/schemas.ts';
import { skippedNamespaces } from './candidates.ts';
import { chooser, missingOverrides, overrideKey } from './choice.ts';
import { arrivals, type Deciding, decision, type Own, own, sentTo } from './decisions.ts';
import { absent, deliver, rulesFor } from './deliver.ts';
import { type Followed, follow, type Requirer } from './dependencies.ts';
import type { Decision, Fleet, FleetOptions, Note, Template } from './fleet.ts';
import { hooks } from './interpreter.ts';
import { arrivalNotes } from './namespaces.ts';
import { decisionNotes } from './notes.ts';
import { overrideIndex } from './overrides.ts';
import { scheduler } from './placement.ts';
import { policiesOf } from './policies.ts';
import type { PropagationPolicy } from './policy.ts';
import { planeOf, readerOf } from './templates.ts';

/** What the configuration says of the fleet. */
export function fleetOptions(
  settings: Settings,
  known: KnownClusters,
  { expression }: Pick<Schemas, 'expression'>,
): FleetOptions {
  return {
    known,
    preferred: 'flux',
    skippedNamespaces: settings.karmada.skippedNamespaces,
    karmadaVersion: settings.karmadaVersion,
    crdDefaults: true,
    delivery: settings.fleet.delivery,
    expression,
  };
}

/** What a control plane would make of a repository. Nothing but policies is read before it is asked for. */
export function fleetOf(repo: Repo, options: FleetOptions): Fleet {
  const { known } = options;
  const plane = planeOf(repo, options);
  const policies = policiesOf(plane.policies, readerOf(options));
  const clusters = new Map(known.clusters.map((cluster) => [cluster.name, cluster]));
  const skipped = skippedNamespaces(options);
  const overrides = overrideIndex(policies.override, clusters, options.karmadaVersion);
  const overrideNames = new Set(policies.override.map(overrideKey));
  const deciding: Deciding = {
    clusters,
    skipped,
    chooser: chooser(policies.propagation),
    waitsFor: kept((policy) => missingOverrides(policy, overrideNames)),
    freezes: kept(freezing),
    schedule: scheduler(clusters),
  };
  const find = finder(plane.templates);
  const hook = hooks(repo);
  const owns = kept((template: Template) => own(template, deciding));
  const collisions = once(() => bindings(plane.templates.map(owns)));
  const followed = once((): Followed => {
    if (!policies.propagation.some(({ propagateDeps }) => propagateDeps)) return new Map();
    return follow(requirers(plane.templates, owns), { find, hook });
  });
  const arrivesOn = kept((template: Template) => arrivals(owns(template), followed()));
  const decide = kept((template: Template): Decision => {
    const of = owns(template);
    const collides = (): readonly string[] =>
      (collisions().get(bindingOf(template)) ?? [])
        .filter((each) => each !== template)
        .map(({ apiVersion, kind, name }) => `${apiVersion} ${kind} ${name}`);
    const notes = (travels: boolean): readonly Note[] =>
      decisionNotes(of, {
        known,
        brokenExpressions: skipped.broken,
        collides: collides(),
        hook: hook(`${template.apiVersion} ${template.kind}`),
        travels,
      });
    return decision(of, { followed: followed(), notes, ...deciding });
  });
  const decideNamespace = (name: string): Decision | undefined => {
    const template = find('Namespace', undefined, name, '');
    return template === undefined ? undefined : decide(template);
  };
  const byResource = new Map(plane.templates.map((template) => [template.resource, template]));
  return {
    known,
    clusters: known.clusters,
    templates: plane.templates,
    propagationPolicies: policies.propagation,
    overridePolicies: policies.override,
    templateOf: (resource: Resource) => byResource.get(resource),
    find,
    decide,
    deliver: (template, cluster) => {
      // Nobody asks further of what goes elsewhere, which is most of a fleet.
      if (!arrivesOn(template).includes(cluster)) return absent(template, cluster);
      return deliver(decide(template), cluster, {
        overrides,
        notes: () => arrivalNotes(template, cluster, { skipped, decideNamespace }),
      });
    },
    overridesFor: (template, cluster) => rulesFor(decide(template), cluster, overrides),
  };
}

function* requirers(templates: readonly Template[], owns: (template: Template) => Own): Iterable<Requirer> {
  for (const template of templates) {
    const of = owns(template);
    yield { template, policy: of.matches[0]?.policy, placed: sentTo(of) };
  }
}

/** The clusters to which a policy dispatches nothing (rule 43). */
function freezing({ suspended }: PropagationPolicy): (cluster: string) => boolean {
  if (suspended === 'everywhere') return () => true;
  const names = new Set(suspended);
  return (cluster) => names.has(cluster);
}

/** Finds templates by what they are: any version, and any group where none is said. */
function finder(templates: readonly Template[]): Fleet['find'] {
  const byName = groupBy(templates, ({ kind, namespace, name }) => identity(kind, namespace, name));
  return (kind, namespace, name, group) =>
    byName
      .get(identity(kind, namespace, name))
      ?.find((template) => group === undefined || template.group === group);
}

function identity(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

/** What a policy took, by the name of its binding: that has the kind in it, but no group (rule 46). */
function bindings(owns: readonly Own[]): ReadonlyMap<string, readonly Template[]> {
  const bound = owns.filter(({ placement }) => placement !== undefined).map(({ template }) => template);
  return new Map([...groupBy(bound, bindingOf)].filter(([, templates]) => templates.length > 1));
}

function bindingOf({ kind, namespace, name }: Template): string {
  return `${namespace ?? ''}/${name}-${kind}`.toLowerCase().replaceAll(':', '.');
}
