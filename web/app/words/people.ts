/** Somebody by name; who does not belong to the client any more is not named. */
export const personWords = (id: string, people: readonly { id: string; name: string }[]): string =>
  people.find((person) => person.id === id)?.name ?? 'somebody who left';
