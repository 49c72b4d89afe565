import type { AppLoadContext } from '@remix-run/node';
import { memberIds } from '#stores/accounts.ts';

export type Person = { id: string; name: string };

const KEPT_MS = 30_000;
const kept = new Map<string, { until: number; people: Promise<Person[]> }>();

/** Who belongs to a client, by name. A list that is read afresh at every fact asks for them again only now and then. */
export function peopleOf({ db, auth }: Pick<AppLoadContext, 'db' | 'auth'>, clientId: string): Promise<Person[]> {
  const known = kept.get(clientId);
  if (known && known.until > Date.now()) return known.people;
  const people = readPeople({ db, auth }, clientId);
  kept.set(clientId, { until: Date.now() + KEPT_MS, people });
  people.catch(() => kept.delete(clientId));
  return people;
}

async function readPeople({ db, auth }: Pick<AppLoadContext, 'db' | 'auth'>, clientId: string): Promise<Person[]> {
  const names = await auth.namesOf(await db.withClient(clientId, (tx) => memberIds(tx, clientId)));
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}
