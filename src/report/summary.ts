import type { Report, Severity } from '../core/finding.ts';

/** One line for stderr: `12 files, 3 apps: 1 error, 2 warnings (1 ignored)`, or `3 apps in 12 files, no problems`. */
export function summaryLine(report: Report): string {
  const { counts } = report;
  const found = foundWords(counts);
  const also = besides(report);
  const tail = also.length > 0 ? ` (${also.join(', ')})` : '';
  if (found.length === 0) {
    if (report.failures.length > 0)
      return `${count(counts.files, 'file')}, ${count(counts.apps, 'app')}: incomplete${tail}`;
    return `${appsInFiles(counts)}, no problems${tail}`;
  }
  return `${count(counts.files, 'file')}, ${count(counts.apps, 'app')}: ${found.join(', ')}${tail}`;
}

/** How many there are of each severity, the gravest first: `['1 error', '2 warnings']`. */
export function foundWords({ error, warning, info }: Pick<Report['counts'], Severity>): string[] {
  return [...some(error, 'error'), ...some(warning, 'warning'), ...some(info, 'info', 'infos')];
}

/** What was looked at: `3 apps in 12 files`. */
export function appsInFiles({ apps, files }: Pick<Report['counts'], 'apps' | 'files'>): string {
  return `${apps > 0 ? count(apps, 'app') : 'no apps'} in ${count(files, 'file')}`;
}

/** What is to be said beside the findings: `['1 fixable with --fix', '2 ignored']`. */
export function besides({ counts, failures }: Pick<Report, 'counts' | 'failures'>): string[] {
  return [
    ...(counts.fixable > 0 ? [`${counts.fixable} fixable with --fix`] : []),
    ...(counts.unsafe > 0 ? [`${counts.unsafe} with --fix --unsafe-fixes`] : []),
    ...(counts.suppressed > 0 ? [`${counts.suppressed} ignored`] : []),
    ...(counts.baselined > 0 ? [`${counts.baselined} in the baseline`] : []),
    ...(counts.unread > 0 ? [`${count(counts.unread, 'file')} could not be read`] : []),
    ...(counts.unchecked.objects > 0 ? [notChecked(counts.unchecked)] : []),
    ...chartWords(counts.charts),
    ...(failures.length > 0 ? [`${count(failures.length, 'rule')} failed`] : []),
  ];
}

/** `charts: 2 judged, 1 not in the cache`: what was not judged is never passed over in silence. */
function chartWords({ judged, uncached, outOfReach, elsewhere }: Report['counts']['charts']): string[] {
  const words = [
    ...(judged > 0 ? [`${judged} judged`] : []),
    ...(uncached > 0 ? [`${uncached} not in the cache`] : []),
    ...(outOfReach > 0 ? [`${outOfReach} out of reach`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} from elsewhere`] : []),
  ];
  return words.length === 0 ? [] : [`charts: ${words.join(', ')}`];
}

function notChecked({ objects, kinds }: Report['counts']['unchecked']): string {
  return `${count(objects, 'object')} of ${count(kinds, 'unknown kind')} not checked against a schema`;
}

function some(number: number, one: string, many = `${one}s`): string[] {
  return number === 0 ? [] : [count(number, one, many)];
}

/** A number with its noun: `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
