import charts from './catalogue.json' with { type: 'json' };

/** Well-known charts and the repositories in which their makers publish them: chart name -> URL. */
export function catalogue(): Readonly<Record<string, string>> {
  return charts;
}
