/** Opens a booking link as a person does and books the first time that its page offers. Rejects where the page does not take it. */
export async function bookFirstTime(link: string): Promise<void> {
  const opened = await fetch(link); // our page sends on to the calendar's
  const html = await opened.text();
  const start = /<option value="(\d+)"/.exec(html)?.[1];
  if (!opened.ok || !start) throw new Error(`The page behind the link answered ${opened.status} and offers nothing.`);
  const form = new URLSearchParams({ start });
  for (const [name, value] of new URL(opened.url).searchParams) form.append(name, value);
  const { pathname, origin } = new URL(opened.url);
  const booked = await fetch(`${origin}${pathname}`, { method: 'POST', body: form });
  if (!booked.ok) throw new Error(`The booking page answered ${booked.status}.`);
}

/** The booking link in a message of ours. */
export const bookingLinkIn = (body: string | null | undefined): string => {
  const link = /https?:\/\/\S+\/b\/[\w-]+/.exec(body ?? '')?.[0];
  if (!link) throw new Error(`There is no booking link in: ${body}`);
  return link;
};
