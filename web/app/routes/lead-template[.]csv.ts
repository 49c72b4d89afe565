const TEMPLATE = [
  'first_name,last_name,phone,email,company,timezone,notes,tags,consent_at,consent_source',
  'Grace,Hopper,(212) 555-0123,grace@example.com,Hopper & Sons,America/New_York,Asked about the roof,spring,2026-01-15,web form',
  '',
].join('\r\n');

/** A file to fill in with leads: every column that is understood, and one row as an example. */
export const loader = () =>
  new Response(TEMPLATE, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="lead-template.csv"' },
  });
