import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Mode } from '#domain/lead.ts';

/** A row of the file that can become a lead. `dueAt` counts only if the campaign is active when the row is written: activation and resumption give the others theirs. */
export type NewLead = {
  row: number;
  phone: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  company: string | null;
  timezone: string | null;
  notes: string | null;
  tags: string[];
  customFields: Record<string, string>;
  consentAt: string | null;
  consentSource: string | null;
  dueAt: string | null;
};

/** What is wrong with a field of a row: an error kept the row out, a warning only the field. */
export type RowIssue = { row: number; field: string; code: string; message: string; value: string };

/** A stretch of the file, from record `from` up to before `to`; `isLast` ends the job. */
export type ImportChunk = {
  from: number;
  to: number;
  isLast: boolean;
  leads: NewLead[];
  invalid: number;
  warnings: number;
  issues: RowIssue[];
};

export type ImportTarget = { clientId: string; importId: string; campaignId: string; mode: Mode; dryRun: boolean };

/** Another attempt of the same job wrote this stretch already. */
export class ImportOvertaken extends Error {}

/** `closed`: the campaign was completed or archived meanwhile, and nothing was written. */
export type ChunkAnswer = { kind: 'written' } | { kind: 'closed'; status: string };
export type ImportWriter = { write: (chunk: ImportChunk) => Promise<ChunkAnswer>; close: () => Promise<void> };

const COLUMNS =
  'row int, phone text, first_name text, last_name text, email text, company text, timezone text, notes text, tags jsonb, custom_fields jsonb, ' +
  'consent_at timestamptz, consent_source text, due_at timestamptz';

/** A connection of its own as `callvia_app`, for COPY; `url` is DATABASE_APP_URL. */
export async function openImportWriter(url: string, target: ImportTarget): Promise<ImportWriter> {
  const client = new pg.Client({ connectionString: url, application_name: 'callvia-import', statement_timeout: 60_000 });
  client.on('error', () => undefined); // a lost connection fails the query that is under way, or the next one
  await client.connect();
  await client.query(`CREATE TEMP TABLE import_row (${COLUMNS}) ON COMMIT DELETE ROWS`);
  await client.query('CREATE TEMP TABLE import_seen (phone text PRIMARY KEY)'); // what a dry run would have inserted
  return {
    write: async (chunk) => {
      await client.query('BEGIN');
      try {
        const answer = await writeChunk(client, target, chunk);
        await client.query(answer.kind === 'written' ? 'COMMIT' : 'ROLLBACK');
        return answer;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
        throw error;
      }
    },
    close: () => client.end(),
  };
}

/**
 * One transaction: the leads, the counts and the place from which a killed import goes on. The campaign is held, so that it is neither
 * activated nor completed between looking and writing.
 */
async function writeChunk(client: pg.Client, target: ImportTarget, chunk: ImportChunk): Promise<ChunkAnswer> {
  const { clientId, importId, campaignId } = target;
  await client.query(`SELECT set_config('app.client_id', $1, true)`, [clientId]);
  // The lock of the campaign's verbs, shared: an activation would miss leads that are being written.
  await client.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 11))', [`campaign ${campaignId}`]);
  const job = await client.query<{ processed_rows: number }>(
    `SELECT processed_rows FROM import_job WHERE client_id = $1 AND id = $2 AND status = 'running' FOR UPDATE`,
    [clientId, importId],
  );
  if (job.rows[0]?.processed_rows !== chunk.from) throw new ImportOvertaken(`import ${importId} is no longer at record ${chunk.from}`);
  const campaign = await client.query<{ status: string }>('SELECT status FROM campaign WHERE client_id = $1 AND id = $2 FOR SHARE', [
    clientId,
    campaignId,
  ]);
  const status = campaign.rows[0]?.status;
  if (status === undefined || status === 'completed' || status === 'archived') return { kind: 'closed', status: status ?? 'gone' };

  await pipeline(Readable.from([chunk.leads.map(copyLine).join('')]), client.query(copyFrom('COPY import_row FROM STDIN')));
  const added = target.dryRun ? await tryRows(client, target) : await insertRows(client, target, status === 'active');
  await keepIssues(client, target, chunk.issues);
  await client.query(
    `UPDATE import_job SET processed_rows = $3, inserted = inserted + $4, duplicates = duplicates + $5, suppressed = suppressed + $6,
            invalid = invalid + $7, warnings = warnings + $8, status = CASE WHEN $9 THEN 'completed' ELSE status END,
            finished_at = CASE WHEN $9 THEN clock_timestamp() END
     WHERE client_id = $1 AND id = $2`,
    [
      clientId,
      importId,
      chunk.to,
      added.inserted,
      chunk.leads.length - added.inserted - added.suppressed,
      added.suppressed,
      chunk.invalid,
      chunk.warnings,
      chunk.isLast,
    ],
  );
  if (!target.dryRun && added.inserted > 0 && status === 'active')
    await tell(client, target, 'campaign', campaignId, 'campaign.woken', { importId });
  if (chunk.isLast) await tell(client, target, 'import', importId, 'import.completed', { campaignId });
  return { kind: 'written' };
}

type Added = { inserted: number; suppressed: number };

/** In the order of their phones, so that two imports of overlapping files wait for each other instead of locking up; the first row of a phone wins. */
async function insertRows(client: pg.Client, { clientId, importId, campaignId, mode }: ImportTarget, isActive: boolean): Promise<Added> {
  const { rows } = await client.query<Added>(
    `WITH added AS (
       INSERT INTO lead (client_id, mode, campaign_id, first_name, last_name, email, phone, company, timezone, notes, tags, custom_fields, consent_at,
                         consent_source, source, import_job_id, status, phase, phase_since, due_at, next_call_at, next_kind, next_at, next_reason)
       SELECT DISTINCT ON (r.phone) $1, $2, $3, r.first_name, r.last_name, r.email, r.phone, r.company, r.timezone, r.notes,
              ARRAY(SELECT jsonb_array_elements_text(r.tags)), r.custom_fields, r.consent_at, r.consent_source, 'import', $4,
              CASE WHEN d.phone IS NOT NULL THEN 'dnc' WHEN $5 THEN 'queued' ELSE 'new' END, CASE WHEN d.phone IS NULL THEN 'reach' ELSE 'end' END, clock_timestamp(),
              due.at, due.at, CASE WHEN d.phone IS NULL THEN 'dial' END, due.at,
              CASE WHEN d.phone IS NOT NULL THEN 'on the do-not-contact list' WHEN due.at IS NOT NULL THEN 'first call' END
       FROM import_row r
       LEFT JOIN dnc_entry d ON d.client_id = $1 AND d.mode = $2 AND d.phone = r.phone
       CROSS JOIN LATERAL (SELECT CASE WHEN $5 AND d.phone IS NULL THEN r.due_at END AS at) due
       ORDER BY r.phone, r.row
       ON CONFLICT (client_id, campaign_id, phone) DO NOTHING
       RETURNING phone, status = 'dnc' AS is_barred),
     kept AS (
${keepFates({ client: '$1', job: '$4', mode: '$2', had: 'lead had ON had.client_id = $1 AND had.campaign_id = $3 AND had.phone = r.phone AND had.import_job_id = $4' })})
     SELECT count(*) FILTER (WHERE NOT is_barred)::int AS inserted, count(*) FILTER (WHERE is_barred)::int AS suppressed FROM added`,
    [clientId, mode, campaignId, importId, isActive],
  );
  return rows[0] ?? { inserted: 0, suppressed: 0 };
}

/** What `insertRows` would have done, noted on this connection only. */
async function tryRows(client: pg.Client, { clientId, importId, campaignId, mode }: ImportTarget): Promise<Added> {
  const { rows } = await client.query<Added>(
    `WITH fresh AS (
       INSERT INTO import_seen SELECT DISTINCT r.phone FROM import_row r
       WHERE NOT EXISTS (SELECT FROM lead l WHERE l.client_id = $1 AND l.campaign_id = $2 AND l.phone = r.phone)
       ON CONFLICT DO NOTHING RETURNING phone),
     added AS (
       SELECT fresh.phone, d.phone IS NOT NULL AS is_barred
       FROM fresh LEFT JOIN dnc_entry d ON d.client_id = $1 AND d.mode = $3 AND d.phone = fresh.phone),
     kept AS (
${keepFates({ client: '$1', job: '$4', mode: '$3', had: 'import_seen had ON had.phone = r.phone' })})
     SELECT count(*) FILTER (WHERE NOT is_barred)::int AS inserted, count(*) FILTER (WHERE is_barred)::int AS suppressed FROM added`,
    [clientId, campaignId, mode, importId],
  );
  return rows[0] ?? { inserted: 0, suppressed: 0 };
}

/**
 * Notes why rows were not added, or will not be dialled although they were. The caller's `added` holds phones with `is_barred`; `had` joins
 * what this file brought before this stretch of it.
 */
const keepFates = ({ client, job, mode, had }: Record<'client' | 'job' | 'mode' | 'had', string>) => `
  INSERT INTO import_reject (client_id, import_job_id, row, field, code, message, value)
  SELECT ${client}::uuid, ${job}::uuid, fate.row, f.field, f.code, f.message, fate.phone
  FROM (
    SELECT r.row, r.phone, CASE
      WHEN added.phone IS NULL THEN CASE WHEN had.phone IS NULL THEN 'already_there' ELSE 'twice_in_file' END
      WHEN r.row > r.first_row THEN 'twice_in_file'
      WHEN added.is_barred THEN 'do_not_call'
      WHEN ${mode}::text = 'live' AND r.consent_at IS NULL THEN 'no_consent' END AS code
    FROM (SELECT *, min(row) OVER (PARTITION BY phone) AS first_row FROM import_row) r LEFT JOIN added ON added.phone = r.phone
    LEFT JOIN ${had}) fate
  JOIN (VALUES ('twice_in_file', 'phone', 'This number stands in the file before'),
               ('already_there', 'phone', 'The campaign has this number already'),
               ('do_not_call', 'phone', 'On the do-not-call list: kept, and never dialled'),
               ('no_consent', 'consent', 'No consent is stated: kept, and not dialled')) f (code, field, message) ON f.code = fate.code
  ON CONFLICT DO NOTHING`;

async function keepIssues(client: pg.Client, { clientId, importId }: ImportTarget, issues: RowIssue[]): Promise<void> {
  if (issues.length === 0) return;
  await client.query(
    `INSERT INTO import_reject (client_id, import_job_id, row, field, code, message, value)
     SELECT $1, $2, row, field, code, message, value
     FROM jsonb_to_recordset($3) AS i (row int, field text, code text, message text, value text)
     ON CONFLICT DO NOTHING`,
    [clientId, importId, JSON.stringify(issues)],
  );
}

async function tell(
  client: pg.Client,
  { clientId, mode }: ImportTarget,
  aggregate: string,
  id: string,
  type: string,
  payload: object,
): Promise<void> {
  await client.query(
    `INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload) VALUES ($1, $2, $3, $4, $5, $6)`,
    [clientId, mode, aggregate, id, type, payload],
  );
}

const copyLine = (lead: NewLead): string =>
  `${[
    String(lead.row),
    cell(lead.phone),
    cell(lead.firstName),
    cell(lead.lastName),
    cell(lead.email),
    cell(lead.company),
    cell(lead.timezone),
    cell(lead.notes),
    cell(JSON.stringify(lead.tags)),
    cell(JSON.stringify(lead.customFields)),
    cell(lead.consentAt),
    cell(lead.consentSource),
    cell(lead.dueAt),
  ].join('\t')}\n`;

const SPECIAL = /[\\\n\r\t]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value in COPY's text form. */
const cell = (value: string | null): string =>
  value === null ? '\\N' : value.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
