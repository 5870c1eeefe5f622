import type { Location, Report } from '../core/finding.ts';
import type { PlaceFinder } from './place.ts';

/** Whether a line, or one of so many above and below, is one that must not be printed. */
export function secretLines(report: Report, place: PlaceFinder): (at: Location, around?: number) => boolean {
  const lines = new Set<string>();
  for (const { at, hidden } of report.findings) {
    if (hidden !== true) continue;
    const { start, end } = place(at);
    for (let line = start.line; line <= end.line; line += 1) lines.add(`${line}:${at.file}`);
  }
  for (const [file, ranges] of report.hidden ?? []) {
    for (const range of ranges) {
      const { start, end } = place({ file, range });
      // The stretch ends where its last line ends.
      for (let line = start.line; line <= end.line - (end.column === 1 ? 1 : 0); line += 1)
        lines.add(`${line}:${file}`);
    }
  }
  return (at, around = 0) => {
    if (lines.size === 0) return false;
    const { start, end } = place(at);
    for (let line = start.line - around; line <= end.line + around; line += 1) {
      if (lines.has(`${line}:${at.file}`)) return true;
    }
    return false;
  };
}
