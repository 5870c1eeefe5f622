import type { Data } from '../yaml/node.ts';
import { fieldOf, isMap } from './fields.ts';
import type { DataMap, PropagationPolicy } from './policy.ts';

/** What Karmada writes into the metadata of an object before overrides see it. */
export interface Marks {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Stands for an id that only a live plane makes. */
const unknownId = '00000000-0000-0000-0000-000000000000';

/** The metadata of an object that a policy claims (rule 30; pkg/detector/claim.go). */
export function claimOf({ namespace, name }: PropagationPolicy): Marks {
  if (namespace === undefined) {
    const prefix = 'clusterpropagationpolicy.karmada.io';
    return { labels: { [`${prefix}/permanent-id`]: unknownId }, annotations: { [`${prefix}/name`]: name } };
  }
  const prefix = 'propagationpolicy.karmada.io';
  return {
    labels: { [`${prefix}/permanent-id`]: unknownId },
    annotations: { [`${prefix}/namespace`]: namespace, [`${prefix}/name`]: name },
  };
}

/** The label that the API server gives to every Namespace. */
export function namespaceMarks(name: string): Marks {
  return { labels: { 'kubernetes.io/metadata.name': name }, annotations: {} };
}

export function marked(object: DataMap, marks: readonly Marks[]): DataMap {
  let result = object;
  for (const { labels, annotations } of marks) {
    result = withTexts(result, 'labels', labels);
    result = withTexts(result, 'annotations', annotations);
  }
  return result;
}

/** The object without the marks that it did not have before, and without maps that only they brought. */
export function unmarked(object: DataMap, marks: readonly Marks[], before: DataMap): DataMap {
  let result = object;
  for (const { labels, annotations } of marks) {
    result = withoutTexts(result, 'labels', { texts: labels, before });
    result = withoutTexts(result, 'annotations', { texts: annotations, before });
  }
  return result;
}

type Field = 'labels' | 'annotations';

function withTexts(object: DataMap, field: Field, texts: Readonly<Record<string, string>>): DataMap {
  if (Object.keys(texts).length === 0) return object;
  const metadata = fieldOf(object, 'metadata');
  const own = fieldOf(metadata, field);
  return withMetadata(object, field, joined(isMap(own) ? own : {}, texts));
}

function withoutTexts(
  object: DataMap,
  field: Field,
  { texts, before }: { readonly texts: Readonly<Record<string, string>>; readonly before: DataMap },
): DataMap {
  const own = fieldOf(fieldOf(object, 'metadata'), field);
  const old = fieldOf(fieldOf(before, 'metadata'), field);
  if (!isMap(own)) return object;
  const left: Record<string, Data> = joined(own, {});
  for (const [key, value] of Object.entries(texts))
    if (left[key] === value && fieldOf(old, key) !== value) delete left[key];
  const isGone = Object.keys(left).length === 0 && !isMap(old);
  return withMetadata(object, field, isGone ? undefined : left);
}

function withMetadata(object: DataMap, field: Field, value: DataMap | undefined): DataMap {
  const metadata = fieldOf(object, 'metadata');
  const changed = joined(isMap(metadata) ? metadata : {}, {});
  if (value === undefined) delete changed[field];
  else changed[field] = value;
  return joined(object, { metadata: changed });
}

function joined(a: DataMap, b: DataMap): Record<string, Data> {
  return Object.assign(Object.create(null), a, b);
}
