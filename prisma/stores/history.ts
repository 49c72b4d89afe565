import type { CallOutcome, CallStatus, Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';

type Paging = { page: number; pageSize: number };
export type Listed<T> = { data: T[]; total: number };

export type Message = {
  id: string;
  leadId: string | null;
  campaignId: string | null;
  appointmentId: string | null;
  mode: Mode;
  direction: string;
  channel: string;
  kind: string;
  toAddress: string | null;
  fromAddress: string | null;
  subject: string | null;
  body: string | null;
  status: string;
  skipReason: string | null;
  errorCode: string | null;
  scheduledFor: Date | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  handledAt: Date | null;
  createdAt: Date;
};
export type MessageQuery = Paging & {
  leadId?: string | undefined;
  campaignId?: string | undefined;
  mode?: Mode | undefined;
  channel?: string[] | undefined;
  direction?: string | undefined;
  kind?: string[] | undefined;
  status?: string[] | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** A page of texts and mails in both directions, newest first; what is still scheduled has its time in `scheduledFor`. */
export async function listMessages(tx: Tx, clientId: string, query: MessageQuery): Promise<Listed<Message>> {
  const where = filter(clientId, 'm', [
    when(query.leadId, (id) => Prisma.sql`m.lead_id = ${id}::uuid`),
    when(query.campaignId, (id) => Prisma.sql`m.campaign_id = ${id}::uuid`),
    when(query.mode, (mode) => Prisma.sql`m.mode = ${mode}`),
    when(query.channel, (channels) => Prisma.sql`m.channel = ANY(${channels})`),
    when(query.direction, (direction) => Prisma.sql`m.direction = ${direction}`),
    when(query.kind, (kinds) => Prisma.sql`m.kind = ANY(${kinds})`),
    when(query.status, (statuses) => Prisma.sql`m.status = ANY(${statuses})`),
    when(query.from, (at) => Prisma.sql`m.created_at >= ${at}`),
    when(query.to, (at) => Prisma.sql`m.created_at < ${at}`),
  ]);
  const columns =
    Prisma.raw(`m.id, m.lead_id AS "leadId", m.campaign_id AS "campaignId", m.appointment_id AS "appointmentId", m.mode, m.direction, m.channel, m.kind,
    m.to_address AS "toAddress", m.from_address AS "fromAddress", m.subject, m.body, m.status, m.skip_reason AS "skipReason", m.error_code AS "errorCode",
    m.scheduled_for AS "scheduledFor", m.sent_at AS "sentAt", m.delivered_at AS "deliveredAt", m.handled_at AS "handledAt", m.created_at AS "createdAt"`);
  return listed<Message>(
    tx,
    query,
    Prisma.sql`SELECT ${columns} FROM message m WHERE ${where} ORDER BY m.created_at DESC, m.id`,
    Prisma.sql`FROM message m WHERE ${where}`,
  );
}

export type Call = {
  id: string;
  leadId: string | null;
  campaignId: string | null;
  mode: Mode;
  direction: string;
  retellCallId: string | null;
  fromNumber: string | null;
  toNumber: string;
  status: CallStatus;
  outcome: CallOutcome | null;
  disconnectReason: string | null;
  answered: boolean | null;
  attempt: number | null;
  durationSeconds: number | null;
  costCents: number | null;
  summary: string | null;
  sentiment: string | null;
  recordingUrl: string | null;
  createdAt: Date;
  dialledAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  analyzedAt: Date | null;
};
export type CallQuery = Paging & {
  leadId?: string | undefined;
  campaignId?: string | undefined;
  mode?: Mode | undefined;
  direction?: string | undefined;
  status?: string[] | undefined;
  outcome?: string[] | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

const CALL_COLUMNS =
  Prisma.raw(`c.id, c.lead_id AS "leadId", c.campaign_id AS "campaignId", c.mode, c.direction, c.retell_call_id AS "retellCallId",
  c.from_number AS "fromNumber", c.to_number AS "toNumber", c.status, c.outcome, c.disconnect_reason AS "disconnectReason", c.answered, c.attempt,
  c.duration_seconds AS "durationSeconds", c.cost_cents AS "costCents", c.summary, c.sentiment, c.recording_url AS "recordingUrl", c.created_at AS "createdAt",
  c.dialled_at AS "dialledAt", c.started_at AS "startedAt", c.ended_at AS "endedAt", c.analyzed_at AS "analyzedAt"`);
/** A permit that led to no dial is no call to anybody. */
const REAL = Prisma.sql`(c.dialled_at IS NOT NULL OR c.direction <> 'outbound')`;

/** A page of calls, newest first. */
export async function listCalls(tx: Tx, clientId: string, query: CallQuery): Promise<Listed<Call>> {
  const where = filter(clientId, 'c', [
    when(query.leadId, (id) => Prisma.sql`c.lead_id = ${id}::uuid`),
    when(query.campaignId, (id) => Prisma.sql`c.campaign_id = ${id}::uuid`),
    when(query.mode, (mode) => Prisma.sql`c.mode = ${mode}`),
    when(query.direction, (direction) => Prisma.sql`c.direction = ${direction}`),
    when(query.status, (statuses) => Prisma.sql`c.status = ANY(${statuses})`),
    when(query.outcome, (outcomes) => Prisma.sql`c.outcome = ANY(${outcomes})`),
    when(query.from, (at) => Prisma.sql`c.created_at >= ${at}`),
    when(query.to, (at) => Prisma.sql`c.created_at < ${at}`),
  ]);
  const from = Prisma.sql`FROM call c WHERE ${where} AND ${REAL}`;
  return listed<Call>(tx, query, Prisma.sql`SELECT ${CALL_COLUMNS} ${from} ORDER BY c.created_at DESC, c.id`, from);
}

/** One call, null when this client has none of that id. */
export async function findCall(tx: Tx, clientId: string, id: string): Promise<Call | null> {
  const [row] = await tx.$queryRaw<
    Call[]
  >`SELECT ${CALL_COLUMNS} FROM call c WHERE c.client_id = ${clientId}::uuid AND c.id = ${id}::uuid AND ${REAL}`;
  return row ?? null;
}

export type TranscriptLine = { seq: number; speaker: string; message: string; startMs: number | null; endMs: number | null };

/** What was said in a call, in order; null when this client has none of that id. */
export async function transcriptOf(tx: Tx, clientId: string, callId: string): Promise<TranscriptLine[] | null> {
  if (!(await findCall(tx, clientId, callId))) return null;
  return tx.transcriptLine.findMany({
    where: { clientId, callId },
    orderBy: { seq: 'asc' },
    select: { seq: true, speaker: true, message: true, startMs: true, endMs: true },
  });
}

/** The condition, unless there is nothing to compare with. */
const when = <V>(value: V | undefined, build: (value: V) => Prisma.Sql): Prisma.Sql | null => (value === undefined ? null : build(value));
function filter(clientId: string, alias: string, conditions: (Prisma.Sql | null)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== null);
  return Prisma.join([Prisma.sql`${Prisma.raw(alias)}.client_id = ${clientId}::uuid`, ...given], ' AND ');
}

async function listed<T>(tx: Tx, { page, pageSize }: Paging, rows: Prisma.Sql, from: Prisma.Sql): Promise<Listed<T>> {
  const data = await tx.$queryRaw<T[]>`${rows} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`;
  const [count] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n ${from}`;
  return { data, total: count?.n ?? 0 };
}
