import type { Path } from '../yaml/node.ts';
import type { Resource } from './resource.ts';

/** The paths at which an object has a field that is written as `spec.list[].field`; none when it has none. */
export function placesOf(resource: Resource, field: string): readonly Path[] {
  let places: Path[] = [[]];
  for (const step of field.split('.')) {
    const key = step.replace(/(?:\[\])+$/, '');
    places = places.map((place) => [...place, key]).filter((place) => resource.has(...place));
    if (key === step) continue;
    places = places.flatMap((place) => resource.list(...place).map((_, index) => [...place, index]));
  }
  return places;
}
