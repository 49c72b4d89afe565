import { type Answer, Refusal } from '../answer.ts';

/** A form with bracket keys as a tree: `a[b]=1` gives `{ a: { b: '1' } }`, `a[0]=x` and `a[]=x` give lists. */
export type Tree = { [name: string]: string | Tree | (string | Tree)[] };
type Node = Map<string, string | Node>;

/** A refusal in Stripe's shape. */
export function stripeError(status: number, type: string, message: string, more: { code?: string; param?: string } = {}): Answer {
  const doc = more.code ? { doc_url: `https://stripe.com/docs/error-codes/${more.code.replaceAll('_', '-')}` } : {};
  return { status, body: { error: { ...more, ...doc, message, type } } };
}

/** An `invalid_request_error`, to be thrown. */
export const invalid = (message: string, more: { code?: string; param?: string } = {}, status = 400): Refusal =>
  new Refusal(stripeError(status, 'invalid_request_error', message, more));

/** Reads a form with bracket keys; throws a refusal where a key is no such form. */
export function parseForm(text: string): Tree {
  const root: Node = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
    if (!match) throw invalid(`Invalid parameter name: ${name}`, { param: name });
    const [, first = '', rest = ''] = match;
    const path = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, part = '']) => part)];
    let node = root;
    for (const [i, part] of path.entries()) {
      const key = part === '' ? String(node.size) : part;
      if (i === path.length - 1) {
        node.set(key, value);
        break;
      }
      const child = node.get(key);
      if (typeof child === 'string') throw invalid('Invalid hash', { param: name });
      const next: Node = child ?? new Map();
      node.set(key, next);
      node = next;
    }
  }
  return toTree(root);
}

const toTree = (node: Node): Tree =>
  Object.fromEntries([...node].map(([key, value]) => [key, typeof value === 'string' ? value : toValue(value)]));
const toValue = (node: Node): Tree | (string | Tree)[] => {
  const keys = [...node.keys()];
  const isList = keys.every((key, i) => key === String(i));
  if (!isList) return toTree(node);
  return [...node.values()].map((value) => (typeof value === 'string' ? value : toTree(value)));
};

/** The parameters of one request: each is read by type, and `end` refuses what nobody read. */
export function params(tree: Tree) {
  const read = new Set<string>(['expand']);
  const raw = (name: string) => {
    read.add(name);
    const value = tree[name];
    return value === '' ? null : value;
  };
  function text(name: string): string | null {
    const value = raw(name);
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') throw invalid(`Invalid string: ${JSON.stringify(value)}`, { param: name });
    return value;
  }
  return {
    text,
    required(name: string): string {
      const value = text(name);
      if (value === null) throw invalid(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name });
      return value;
    },
    integer(name: string): number | null {
      const value = text(name);
      if (value !== null && !/^-?\d+$/.test(value))
        throw invalid(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: name });
      return value === null ? null : Number(value);
    },
    flag(name: string): boolean | null {
      const value = text(name);
      if (value !== null && value !== 'true' && value !== 'false') throw invalid(`Invalid boolean: ${value}`, { param: name });
      return value === null ? null : value === 'true';
    },
    oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
      const value = text(name);
      const found = allowed.find((candidate) => candidate === value) ?? null;
      if (value !== null && !found) throw invalid(`Invalid ${name}: must be one of ${allowed.join(', ')}`, { param: name });
      return found;
    },
    /** A flat hash of strings; an empty value removes its key. */
    strings(name: string): Record<string, string> {
      const value = raw(name);
      if (value === undefined || value === null) return {};
      if (typeof value === 'string' || Array.isArray(value)) throw invalid('Invalid hash', { param: name });
      for (const [key, entry] of Object.entries(value)) {
        if (typeof entry !== 'string') throw invalid(`Metadata values can only be strings: ${key}`, { param: name });
        if (key.length > 40 || entry.length > 500) throw invalid(`Metadata is too long: ${key}`, { param: name });
      }
      return value as Record<string, string>;
    },
    /** A hash or a list as it came. */
    any: (name: string) => raw(name) ?? null,
    has: (name: string): boolean => tree[name] !== undefined,
    /** Refuses every parameter that was not asked for. */
    end(): void {
      const unknown = Object.keys(tree).find((name) => !read.has(name));
      if (unknown) throw invalid(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown });
    },
  };
}
/** Which of the fields that can be expanded are to be; any other is refused as the vendor does. */
export function expands(p: Params, fields: readonly string[]): boolean[] {
  const asked = p.any('expand') ?? [];
  const names = Array.isArray(asked) ? asked : [asked];
  const odd = names.find((name) => typeof name !== 'string' || !fields.includes(name));
  if (odd !== undefined) throw invalid(`This property cannot be expanded (${String(odd)}).`);
  return fields.map((field) => names.includes(field));
}

/** The parameters of one request. */
export type Params = ReturnType<typeof params>;
