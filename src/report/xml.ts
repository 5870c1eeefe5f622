/** An element of XML 1.0 with its attributes, of which undefined ones are left out; `children` are markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children = '',
): string {
  const list = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(String(value))}"`],
  );
  const head = `${name}${list.join('')}`;
  return children === '' ? `<${head}/>` : `<${head}>${children}</${name}>`;
}

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * A text as it may stand in an element or, on one line, in an attribute. What XML cannot hold at all must be escaped
 * before, as `escapeLine` does (https://www.w3.org/TR/xml/#charsets). A bracket behind `##` is a reference: together they
 * begin a command to the runner of GitHub Actions, wherever they stand in a line.
 */
export function xmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character).replaceAll('##[', '##&#91;');
}
