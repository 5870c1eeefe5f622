import { escapeLine } from '../core/escape.ts';
import type { Location } from '../core/finding.ts';
import type { AppliedRule, Decision, Delivery, Fleet } from '../fleet/fleet.ts';
import { type Missing, missingOn, type Requirements } from '../fleet/requirements.ts';
import { jsonDocument } from './document.ts';
import { lastWrites, objectTitle, policyTitle, waysTo, writeWords } from './rendered.ts';

/** One object and one cluster: everything that was weighed. */
export interface Reasons {
  readonly cluster: string;
  readonly decision: Decision;
  readonly delivery: Delivery;
  /** The rules that speak of it there. */
  readonly overrides: readonly AppliedRule[];
  /** What it needs and does not find there; nothing where it does not arrive itself. */
  readonly missing: readonly Missing[];
}

export function reasonsOf(
  fleet: Fleet,
  requirements: Requirements,
  { template, cluster }: { readonly template: Decision['template']; readonly cluster: string },
): Reasons {
  const decision = fleet.decide(template);
  return {
    cluster,
    decision,
    delivery: fleet.deliver(template, cluster),
    overrides: fleet.overridesFor(template, cluster),
    missing: decision.clusters.includes(cluster) ? missingOn(fleet, requirements, { template, cluster }) : [],
  };
}

type Place = (at: Location) => string;

/** What was weighed, for people. */
export function whyText({ cluster, decision, delivery, overrides, missing }: Reasons, place: Place): string {
  const { template, notes } = decision;
  const considered = decision.considered();
  const lines = [
    `${objectTitle(template)} (${place(template.resource.at('metadata', 'name'))})`,
    ...section(`on ${cluster}`, outcomeLines({ cluster, decision, delivery }, place)),
    ...section(
      'propagation policies',
      considered.length === 0
        ? ['none speaks of it']
        : considered.map(
            ({ policy, verdict, score, why, selector }) =>
              `${verdict}: ${policyTitle(policy)}${scoreWords(score)}: ${why} (${place(
                policy.resource.at(...(selector?.path ?? ['metadata', 'name'])),
              )})`,
          ),
    ),
    ...section(
      'overrides, in the order in which they are applied',
      overrideLines(delivery, overrides, place),
    ),
    ...section(
      'what it needs, and does not find there',
      missing.map(
        ({ reference: { from, path, field, kind, namespace, name, key }, lack }) =>
          `${objectTitle({ kind, namespace, name })}, in ${field} (${place(from.at(...path))}): ${lackWords(lack, key)}`,
      ),
    ),
    ...section(
      'notes',
      [...notes(), ...delivery.notes()].map(({ text }) => text),
    ),
  ];
  return `${lines.map(escapeLine).join('\n')}\n`;
}

/** What was weighed, for scripts. */
export function whyJson(reasons: readonly Reasons[], place: Place): string {
  return jsonDocument({
    objects: reasons.map(({ cluster, decision, delivery, overrides, missing }) => {
      const { template, passedOver, considered, waitsFor, unscheduled, notes } = decision;
      const refusal = decision.refusal(cluster);
      return {
        apiVersion: template.apiVersion,
        kind: template.kind,
        namespace: template.namespace ?? null,
        name: template.name,
        source: place(template.resource.at('metadata', 'name')),
        cluster,
        outcome: delivery.outcome,
        passedOver: passedOver?.why ?? null,
        policies: considered().map(({ policy, score, verdict, why }) => ({
          policy: policyTitle(policy),
          at: place(policy.resource.at('metadata', 'name')),
          score,
          verdict,
          why,
        })),
        waitsFor,
        unscheduled: unscheduled ?? null,
        refusal: refusal ?? null,
        sentBy: waysTo(decision, cluster, place),
        overrides: overrides.map(({ policy, rule }) => ({ policy: policyTitle(policy), rule })),
        writes: delivery.writes.map(({ pointer, inner, operation, policy, at }) => ({
          pointer,
          inner: inner ?? null,
          operation,
          policy: policyTitle(policy),
          at: place(at),
        })),
        error: delivery.error === undefined ? null : delivery.error.message,
        missing: missing.map(({ reference: { kind, namespace, name, field } }) => ({
          object: objectTitle({ kind, namespace, name }),
          field,
        })),
        notes: [...notes(), ...delivery.notes()],
      };
    }),
  });
}

function lackWords(lack: Missing['lack'], key = ''): string {
  switch (lack) {
    case 'object':
      return 'the repository holds none';
    case 'travelling':
      return 'it is in the repository, and never sent to clusters';
    case 'placement':
      return 'it is not sent there';
    case 'key':
      return `it has no key ${key} there`;
  }
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** Precision, as rule 9 of the fleet model counts it. */
function scoreWords(score: 0 | 1 | 2 | 3): string {
  return ['', ', which matches all of the kind', ', by label', ', by name'][score] ?? '';
}

function outcomeLines(
  { cluster, decision, delivery }: Pick<Reasons, 'cluster' | 'decision' | 'delivery'>,
  place: Place,
): string[] {
  switch (delivery.outcome) {
    case 'delivered':
      return ['delivered', ...waysTo(decision, cluster, place)];
    case 'suspended':
      return [
        'suspended: what is there stays as it is, and a new cluster gets nothing',
        ...waysTo(decision, cluster, place),
      ];
    case 'override-error':
      return [
        `blocked: ${delivery.error?.message ?? 'an override fails'}${delivery.error === undefined ? '' : ` (${place(delivery.error.at)})`}`,
        'the other clusters are not affected; what is on this one stays as it is',
      ];
    case 'absent':
      return [`not sent: ${absence(decision, cluster)}`];
  }
}

/** Why nothing comes: the first thing that stands in the way. */
function absence(
  { passedOver, policy, waitsFor, unscheduled, refusal, considered }: Decision,
  cluster: string,
): string {
  if (passedOver !== undefined) return passedOver.why;
  if (waitsFor.length > 0)
    return `it waits for ${waitsFor.join(', ')}, which ${waitsFor.length === 1 ? 'is' : 'are'} not there (dependentOverrides)`;
  if (policy === undefined) {
    return considered().length === 0 ? 'no policy speaks of it' : 'none of the policies below matches it';
  }
  const refused = refusal(cluster);
  if (refused !== undefined) return `${policyTitle(policy)} does not choose ${cluster}: ${refused.why}`;
  return unscheduled ?? `${policyTitle(policy)} does not choose ${cluster}`;
}

function overrideLines(
  { writes, applied, error }: Delivery,
  overrides: readonly AppliedRule[],
  place: Place,
): string[] {
  const lines = lastWrites(writes).map((write) => `${writeWords(write)} (${place(write.at)})`);
  if (error !== undefined)
    return [...lines, `${policyTitle(error.policy)} fails: ${error.message} (${place(error.at)})`];
  if (applied.length > 0 && lines.length === 0)
    return applied.map(({ policy, rule }) => `${policyTitle(policy)}, rule ${rule + 1}: changes nothing`);
  // Not sent there: what would have been done is still an answer.
  return applied.length > 0
    ? lines
    : overrides.map(({ policy, rule }) => `${policyTitle(policy)}, rule ${rule + 1}: would be applied`);
}
