const KEY = 'callvia.recent-leads';
const KEPT = 6;
const LEAD_PAGE = /^\/leads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Ids of the leads opened last in this browser, newest first. Names stay on the server. */
export function recentLeads(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').slice(0, KEPT) : [];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return []; // not ours, or storage is switched off
    throw error;
  }
}

/** Keeps in mind that a lead's page was opened; other pages are passed over. */
export function rememberPage(pathname: string): void {
  const id = LEAD_PAGE.exec(pathname)?.[1];
  if (!id) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([id, ...recentLeads().filter((other) => other !== id)].slice(0, KEPT)));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
