import type { Resource } from '../model/resource.ts';
import { fieldName, valueAt } from './data-path.ts';
import type { Flaw } from './flaws.ts';
import { either, named } from './phrases.ts';
import { ruleWords } from './rule-words.ts';
import type { ObjectFault } from './schemas.ts';

/** Fields of which an object must have exactly one. */
export function alternatives(
  { path, fields, present }: Flaw & { kind: 'alternatives' },
  resource: Resource,
): ObjectFault {
  const where = fieldName(path);
  const one = either(fields);
  return {
    kind: 'rule-broken',
    path,
    at: present.length === 0 ? resource.keyAt(...path) : resource.keyAt(...path, present.at(-1) ?? ''),
    object: resource.object,
    message:
      present.length === 0
        ? `${named(resource)} has none of ${one} in ${where}; expected exactly one of them`
        : `${named(resource)} has ${present.join(' and ')} in ${where}; expected exactly one of them`,
    help: present.length === 0 ? `add ${one}` : `keep one of ${present.join(' and ')}`,
  };
}

/** A rule about the presence of fields reads like alternatives; one about values has words of its own, or the API's. */
export function brokenRule({ path, rule, self }: Flaw & { kind: 'rule' }, resource: Resource): ObjectFault {
  const names = presenceFields(rule.rule);
  if (names !== undefined) {
    const present = names.filter((name) => valueAt(self, [name]) !== undefined);
    if (present.length !== 1)
      return alternatives({ kind: 'alternatives', path, fields: names, present }, resource);
  }
  const known = ruleWords(rule.rule);
  const about = known?.at === undefined ? path : [...path, ...known.at.split('.')];
  const where = path.length === 0 ? '' : ` in ${fieldName(path)}`;
  const said = (rule.message ?? rule.rule).replace(/\.$/, '');
  return {
    kind: 'rule-broken',
    path: about,
    at: known === undefined ? resource.keyAt(...path) : resource.at(...about),
    object: resource.object,
    message:
      known === undefined
        ? `${named(resource)} breaks a rule of its API${where}: ${said}`
        : `${named(resource)} ${known.says.replace('{at}', fieldName(about))}`,
    help: known?.help ?? `the rule is ${rule.rule}`,
  };
}

/** The fields of a rule that asks for nothing but their presence, all of one object. */
function presenceFields(rule: string): string[] | undefined {
  if (!/^(?:[\s()!&|]|has\(self\.\w+\))+$/.test(rule)) return undefined;
  return [...new Set([...rule.matchAll(/has\(self\.(\w+)\)/g)].map(([, name = '']) => name))];
}
