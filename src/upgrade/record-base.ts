import type { ChartFacts } from '../chart/chart.ts';
import type { Files, Plan } from '../core/change.ts';
import type { Resource } from '../model/resource.ts';
import { editedFiles, editOf } from '../model/value-edits.ts';
import { recordedAt } from './values-place.ts';

/** Writes down from which version of a chart the values of an object were made. */
export function recordBase(
  files: Files,
  resource: Resource,
  { name, version, valuesDigest }: ChartFacts,
): Plan {
  const record = { chart: name, 'chart-version': version, 'values-digest': valuesDigest };
  const edits = (['chart', 'chart-version', 'values-digest'] as const)
    .filter((field) => resource.text(...recordedAt(field)) !== record[field])
    .map((field) => editOf(resource, { kind: 'set', path: recordedAt(field), value: record[field] }));
  return {
    title: `record that the values of ${resource.name} are those of ${name} ${version}`,
    changes: editedFiles(files, edits),
    notes: [],
  };
}
