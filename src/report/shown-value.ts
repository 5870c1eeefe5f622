import { escapeLine } from '../core/escape.ts';
import { isCredential } from '../rules/credentials.ts';
import type { Data, Path } from '../yaml/node.ts';
import { flowText, isList, isMap } from '../yaml/render.ts';

/** What messages have room for. */
const longest = 72;

/** A value of a chart on one line, as YAML: long ones cut, credentials left out; undefined is told in words. */
export function shownValue(path: Path, value: Data | undefined): string {
  if (value === undefined) return '(not there)';
  const text = flowText(withoutCredentials(String(path.at(-1) ?? ''), value));
  const shown = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return escapeLine(shown);
}

function withoutCredentials(key: string, value: Data): Data {
  if (isList(value)) return value.map((item) => withoutCredentials(key, item));
  if (isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        // The environment of a container: `name: DB_PASSWORD` and `value:` beside it.
        const beside = name === 'value' && Object.hasOwn(value, 'name') ? value['name'] : undefined;
        return [name, withoutCredentials(typeof beside === 'string' ? beside : name, each)];
      }),
    );
  }
  return typeof value === 'string' && isCredential(key, { text: value, style: 'double' })
    ? '(hidden)'
    : value;
}
