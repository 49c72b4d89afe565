/** A call's recording: heard on the page where its host is one that pages may play from, else followed to where it is. */
export type Sound = { kind: 'player' | 'link'; url: string };

/** What can be done with the address of a recording; null where there is none, or one that by its name leads nowhere. */
export function soundOf(url: string | null, playable: readonly string[]): Sound | null {
  if (!url || !URL.canParse(url)) return null;
  const { protocol, hostname, origin } = new URL(url);
  if ((protocol !== 'https:' && protocol !== 'http:') || hostname.endsWith('.invalid')) return null;
  return { kind: playable.includes(origin) ? 'player' : 'link', url };
}
