import { PLACE } from './ui/table.tsx';

/** What is set in a form of filters: an address without empty parts. “Any” in a part's first field drops all its values. */
export function filled(data: FormData): FormData {
  for (const name of new Set(data.keys())) {
    const [first, ...further] = data.getAll(name);
    data.delete(name);
    if (first) for (const value of [first, ...further]) if (value) data.append(name, value);
  }
  return data;
}

/** The address without one value of one part of its filter: other values of the part stay. The place in the list goes. */
export function without(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const place: readonly string[] = PLACE;
  return new URLSearchParams([...params].filter(([key, each]) => !place.includes(key) && !(key === name && each === value)));
}
