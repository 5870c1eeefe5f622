/** The Flux minor that a repository targets and how it was found. */
export interface FluxVersion {
  readonly major: number;
  readonly minor: number;
  /** One phrase for `list --verbose`: `configured`, `from bootstrap/gotk-components.yaml`, `newest known`. */
  readonly why: string;
}

/** Whether the targeted version is at least `major.minor`. */
export function isAtLeast(version: FluxVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
