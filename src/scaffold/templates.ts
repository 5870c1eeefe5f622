import Handlebars from 'handlebars';
import { textValue } from '../yaml/write.ts';
import { templateScalar } from './scalar.ts';
import { readTemplate, TemplateFault } from './template-guard.ts';
import type { TemplateVariables } from './template-variables.ts';

/** What a template may be filled with: own keys only, nothing is looked up on a prototype. */
export interface TemplateData {
  readonly [name: string]: TemplateValue;
}
type TemplateValue = string | number | boolean | undefined | TemplateData | readonly TemplateValue[];

/** Finds a template's text by its path below `templates/`: `helmrelease.yaml.hbs`. */
export type Templates = (name: string) => string;

/** How `{{x}}` is written: as a YAML scalar, or as it is (Markdown, where nobody parses it). */
export type Quoting = 'yaml' | 'none';

const lengthLimit = 16 * 1024 * 1024;
const blocks: ReadonlySet<string> = new Set(['if', 'unless', 'each']);
const withoutPrototypes = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/**
 * Fills a Handlebars template. Every `{{x}}` becomes a YAML scalar that both Kubernetes readers read back as meant;
 * `{{block x N K}}` writes a text as a block whose lines stand N columns deep, its key K. Besides these only `if`, `unless` and
 * `each` exist, and a value that the data does not have is an error.
 * @param options.variables the names that the template may use; undefined: those of the data
 * @throws TemplateFault
 */
export function renderTemplate(
  template: string,
  data: TemplateData,
  {
    quoting = 'yaml',
    variables,
  }: { readonly quoting?: Quoting; readonly variables?: TemplateVariables } = {},
): string {
  const program = readTemplate(template, variables);
  const house = Handlebars.create();
  for (const name of Object.keys(house.helpers)) if (!blocks.has(name)) house.unregisterHelper(name);
  let length = 0;
  // Counted on the way: a template that names the values ten thousand times must not fill the memory first.
  const counted = (text: string): string => {
    length += text.length;
    return within(text, length);
  };
  house.registerHelper(
    'scalar',
    (value: unknown, name: unknown, { loc }: Handlebars.HelperOptions & Placed) => {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
        throw new TemplateFault(
          `a template writes a value that is not there: {{${String(name)}}}`,
          loc?.start,
          `put it into {{#if ${String(name)}}} … {{/if}}`,
        );
      }
      return counted(quoting === 'yaml' ? templateScalar(value) : String(value));
    },
  );
  house.registerHelper('block', (value: unknown, indent: unknown, keyColumn: unknown) => {
    if (typeof value !== 'string' || typeof indent !== 'number')
      throw new TemplateFault('block takes a text and a number');
    // Handlebars' own options come behind the last argument.
    return counted(textValue(value, indent, typeof keyColumn === 'number' ? keyColumn : undefined));
  });
  const render = house.compile(program, {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: { scalar: true, block: true },
  });
  const result = render(data, withoutPrototypes);
  return within(result, result.length);
}

function within(text: string, length: number): string {
  if (length > lengthLimit) throw new TemplateFault('a template writes more than 16 MiB');
  return text;
}

/** Where a helper is called; its declared options forget it. */
interface Placed {
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } };
}
