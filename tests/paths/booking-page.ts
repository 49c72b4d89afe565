/** Opens a booking link as a person does and books the first time that its page offers. Rejects where the page does not take it. */
export async function bookFirstTime(link: string): Promise<void> {
  const opened = await fetch(link);
  const html = await opened.text();
  const startAt = /name="startAt"[^>]*value="([^"]+)"/.exec(html)?.[1];
  if (!opened.ok || !startAt) throw new Error(`The page behind the link answered ${opened.status} and offers nothing.`);
  const after = /name="after"[^>]*value="([^"]*)"/.exec(html)?.[1] ?? '';
  const booked = await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ startAt, after, zone: 'America/New_York' }),
  });
  if (booked.status !== 303 && booked.status !== 302) throw new Error(`The booking page answered ${booked.status}.`);
}

/** The booking link in a message of ours. */
export const bookingLinkIn = (body: string | null | undefined): string => {
  const link = /https?:\/\/\S+\/b\/[\w-]+/.exec(body ?? '')?.[0];
  if (!link) throw new Error(`There is no booking link in: ${body}`);
  return link;
};
