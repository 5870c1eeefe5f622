import { didYouMean, nearest } from '../core/suggest.ts';
import type { Range } from '../core/text.ts';
import { locate, nodeAt } from '../yaml/locate.ts';
import type { Data, Path, YamlNode } from '../yaml/node.ts';
import type { Fault, validate as Validator } from './generated/config.js';

/** What a schema refuses, in our words and at its place in the text. */
export interface SchemaFault {
  readonly range: Range;
  readonly message: string;
  readonly help?: string;
}

/** More than anybody reads at once. */
const most = 20;

/** The faults of a document, in the order of the text; several of one value are one. */
export function faultsOf(validate: typeof Validator, root: YamlNode, data: Data): SchemaFault[] {
  if (validate(data)) return [];
  const found = new Map<string, SchemaFault>();
  for (const fault of validate.errors ?? []) {
    // What it says of a value, the branch that was taken says better.
    if (fault.keyword === 'if') continue;
    const said = worded(fault, root);
    const place = `${said.range.start}-${said.range.end}`;
    if (!found.has(place)) found.set(place, said);
  }
  return [...found.values()].sort((a, b) => a.range.start - b.range.start).slice(0, most);
}

function worded(fault: Fault, root: YamlNode): SchemaFault {
  const path = pathOf(fault.instancePath, root);
  const name = nameOf(path);
  const { value } = locate(root, path);
  const written = shown(fault.data);
  const schema = fault.parentSchema ?? {};
  switch (fault.keyword) {
    case 'additionalProperties': {
      const key = String(fault.params['additionalProperty']);
      const known = Object.keys(objectOf(schema['properties']));
      const where = path.length === 0 ? '' : ` in ${name}`;
      return {
        range: locate(root, [...path, key]).key,
        message: `unknown key ${key}${where}${didYouMean(key, known)}`,
        help: `the keys are ${listed(known)}`,
      };
    }
    case 'required':
      return {
        range: value,
        message: `${name === '' ? 'the file' : name} has no ${String(fault.params['missingProperty'])}`,
      };
    case 'enum': {
      const allowed = textsOf(fault.params['allowedValues']);
      if (path[0] === 'overrides' && Array.isArray(fault.data)) {
        const message = `${name} is a list; expected a severity alone: options stand in "rules", for the whole repository`;
        return { range: value, message };
      }
      const near = typeof fault.data === 'string' ? nearest(fault.data, allowed) : undefined;
      const tail = near === undefined ? '' : `; did you mean ${near}?`;
      return { range: value, message: `${name} is ${written}; expected ${eitherOf(allowed)}${tail}` };
    }
    case 'type':
      return {
        range: value,
        message: `${name} is ${written}; expected ${kindNames[String(fault.params['type'])] ?? fault.params['type']}`,
      };
    case 'minItems':
    case 'maxItems': {
      if (schema['maxItems'] === undefined)
        return { range: value, message: `${name} is empty; expected at least one entry` };
      const message = `${name} has ${lengthOf(fault.data)} ${lengthOf(fault.data) === 1 ? 'entry' : 'entries'}; expected a severity and options: ["warning", { … }]`;
      return { range: value, message };
    }
    case 'pattern': {
      const [example] = textsOf(schema['examples']);
      const tail =
        example === undefined ? 'a text that is not empty' : `something like ${JSON.stringify(example)}`;
      return { range: value, message: `${name} is ${written}; expected ${tail}` };
    }
    default:
      return { range: value, message: `${name} ${fault.message ?? 'is not as the schema wants it'}` };
  }
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  array: 'a list: [ … ]',
  object: 'an object: { … }',
  integer: 'a whole number',
};

/** A JSON pointer as a path: indexes are numbers where the tree has a list. */
function pathOf(pointer: string, root: YamlNode): Path {
  const path: (string | number)[] = [];
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(nodeAt(root, path)?.kind === 'list' ? Number(key) : key);
  }
  return path;
}

function nameOf(path: Path): string {
  let name = '';
  for (const step of path) {
    if (typeof step === 'number') name += `[${step}]`;
    else if (/^[\w$-]+$/.test(step)) name += name === '' ? step : `.${step}`;
    else name += `["${step}"]`;
  }
  return name;
}

/** A value in a message. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function eitherOf(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word));
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function listed(words: readonly string[]): string {
  return words.join(', ');
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
