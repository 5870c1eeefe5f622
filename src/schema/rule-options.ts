import { didYouMean } from '../core/suggest.ts';
import { locate } from '../yaml/locate.ts';
import type { Data, YamlNode } from '../yaml/node.ts';
import { type SchemaFault, shown } from './faults.ts';
import { expectedOf, type RuleOption } from './option.ts';

/**
 * What is wrong with the options that the configuration gives to a rule (`rules`, behind the severity).
 * @param root of the configuration
 */
export function optionFaults(
  rule: { readonly id: string; readonly options?: Readonly<Record<string, RuleOption>> },
  given: Readonly<Record<string, Data>>,
  root: YamlNode,
): SchemaFault[] {
  const known = new Map(Object.entries(rule.options ?? {}));
  return Object.entries(given).flatMap(([name, value]) => {
    const place = locate(root, ['rules', rule.id, 1, name]);
    const option = known.get(name);
    if (option === undefined) return [unknownOption(name, rule.id, [...known.keys()], place.key)];
    const expected = expectedOf(value, option.schema);
    if (expected === undefined) return [];
    return [
      {
        range: place.value,
        message: `${name} of ${rule.id} is ${shown(value)}; expected ${expected}`,
        help: `gitops-kit explain ${rule.id}`,
      },
    ];
  });
}

function unknownOption(
  name: string,
  rule: string,
  known: readonly string[],
  range: SchemaFault['range'],
): SchemaFault {
  return {
    range,
    message: `unknown option ${name} of ${rule}${didYouMean(name, known)}`,
    help: known.length === 0 ? `${rule} has no options` : `the options are ${known.join(', ')}`,
  };
}
