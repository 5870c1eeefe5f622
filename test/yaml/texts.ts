import fc from 'fast-check';

/** Strings that some reader takes for something else, or that end a scalar early. */
export const awkwardStrings: readonly string[] = [
  ...['yes', 'no', 'on', 'off', 'y', 'n', 'Y', 'True', 'NULL', '~', 'null', 'nan', '.nan', '.inf', ''],
  ...['0O14', '0o14', '0b1', '0x1f', '012', '1_000', '1e3', '1.', '.5', '-', '+1', '1:30', '=', '<<'],
  ...[
    '2001-01-01',
    '2001-12-14t21:59:43.10-05:00',
    'a: b',
    'a #b',
    '#a',
    '- a',
    '? a',
    ': a',
    'a:',
    ' a',
    'a ',
  ],
  ...[
    '{a}',
    '[a]',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '"a"',
    "'a'",
    'a"b',
    '\\',
    'a\tb',
    'a\nb',
    'a\n',
  ],
  ...['---', '...', '{{ .Values.x }}', '${VAR}', 'é', '😀', '\u00a0', '\u2028', '\ufeff', '\x1b[31m', '\r\n'],
];

const fragment = fc.constantFrom(
  ...awkwardStrings,
  ...[
    'a',
    'key: value',
    '  nested: 1',
    '\n',
    '\n',
    '\n\n',
    ' ',
    '  ',
    '\t',
    '# comment',
    '- item',
    ' \n',
    '\t\n',
    '\n ',
  ],
);

/** Texts of a few fragments: shaped like a values.yaml gone wrong. */
export const texts = fc.array(fragment, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));

/** Any text that can be written at all. */
export const writableText = fc
  .string({ unit: 'binary', maxLength: 40 })
  .map((text) => text.replace(/[\0\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu, ''));
