import type { ChartFacts } from '../chart/chart.ts';
import { KitError } from '../core/errors.ts';
import { configFile, type Settings } from '../model/config.ts';
import { parseSet } from '../yaml/set-values.ts';
import { type ChangedValues, changeValues, checkChartValues, onlyChanges, readValuesFile } from './values.ts';

/** What the user wants changed: a values file, merged before the `--set` arguments. */
export interface WantedValues {
  readonly set: readonly string[];
  readonly values: { readonly name: string; readonly text: string } | undefined;
}

/** Kubernetes refuses a ConfigMap whose values are larger (`MaxSecretSize`). */
const configMapLimit = 1024 * 1024;

/** The chart's values with the user's changes, as the ConfigMap will hold them: all, or only what was changed. */
export function appValues(
  chart: ChartFacts,
  { set, values }: WantedValues,
  style: Settings['valuesStyle'],
): ChangedValues {
  const upstream = (chart.values ?? '').replaceAll('\r\n', '\n');
  checkChartValues(upstream, chart.name);
  const fromFile = values === undefined ? [] : readValuesFile(values.text, values.name);
  const assignments = [...fromFile, ...set.flatMap((each) => parseSet(each))];
  const isMinimal = style === 'minimal';
  const full = changeValues(upstream, assignments);
  const text = isMinimal ? onlyChanges(full.text, assignments) : full.text;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > configMapLimit) {
    throw new KitError(
      'values-too-large',
      `the values take ${bytes} bytes; Kubernetes allows ${configMapLimit} in a ConfigMap`,
      {
        help: isMinimal ? [] : [`to keep only what you change: "valuesStyle": "minimal" in ${configFile}`],
      },
    );
  }
  const hadCarriageReturns = !isMinimal && upstream !== (chart.values ?? '');
  const note = "the chart's values.yaml has CRLF line ends; they are written as LF";
  return { text, notes: [...(hadCarriageReturns ? [note] : []), ...full.notes] };
}
