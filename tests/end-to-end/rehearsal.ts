import { expect, vi } from 'vitest';
import { magicNumber, magicWill, type WillName } from '#sandbox/numbers.ts';
import type { Person } from './person.ts';

export type Lead = {
  id: string;
  phone: string;
  status: string;
  phase: string;
  attempts: number;
  nextKind: string | null;
  nextReason: string | null;
  lastOutcome: string | null;
};
export type Appointment = {
  id: string;
  leadId: string;
  attendeePhone: string;
  startAt: string;
  status: string;
  clientConfirmed: boolean | null;
  verificationMethod: string | null;
  countedAt: string | null;
};
export type Call = {
  id: string;
  leadId: string;
  direction: string;
  status: string;
  durationSeconds: number | null;
  costCents: number | null;
  disconnectReason: string | null;
};
export type Message = {
  id: string;
  leadId: string;
  direction: string;
  channel: string;
  kind: string;
  status: string;
  skipReason: string | null;
  errorCode: string | null;
};
export type Invoice = {
  id: string;
  kind: string;
  status: string;
  amountDueCents: number;
  amountPaidCents: number;
  description: string;
  milestone: { milestoneNumber: number; shownCount: number } | null;
  lineItems: { description: string; amountCents: number }[];
};
export type Campaign = { id: string; name: string; status: string; mode: string; stats: Record<string, number> };
export type Imported = {
  importId: string;
  status: string;
  total: number;
  inserted: number;
  duplicates: number;
  invalid: number;
  suppressed: number;
};

/** How many leads of each character; the same cast always has the same numbers. */
export type Cast = Partial<Record<WillName, number>>;

/** The leads of a cast as they are imported; `from` numbers of each character are left out, which others have. */
export const leadsOf = (cast: Cast, from = 0) =>
  (Object.entries(cast) as [WillName, number][]).flatMap(([will, count]) =>
    Array.from({ length: count }, (_, n) => ({
      first_name: will,
      last_name: `Number ${n + 1}`,
      phone: magicNumber(will, from + n),
      email: `${will}.${n + 1}@example.com`,
    })),
  );

/** The numbers of one character in a cast. */
export const phonesOf = (will: WillName, count: number): string[] => Array.from({ length: count }, (_, n) => magicNumber(will, n));

/** A rehearsal campaign in which days are seconds, imported and activated through the API. */
export class Rehearsal {
  private constructor(
    readonly person: Person,
    readonly campaignId: string,
  ) {}

  static async create(person: Person, name: string, settings: Record<string, unknown> = {}): Promise<Rehearsal> {
    const order = { name, mode: 'rehearsal', cadencePreset: 'seconds', pace: 'seconds', ...settings };
    const { id } = await person.post<Campaign>('/campaigns', order);
    return new Rehearsal(person, id);
  }

  /** Imports a cast and returns the import's own result, once it is there. */
  async import(cast: Cast, from = 0): Promise<Imported> {
    const { importId } = await this.person.post<Imported>('/leads/import', { campaignId: this.campaignId, leads: leadsOf(cast, from) });
    return vi.waitFor(
      async () => {
        const result = await this.person.get<Imported>(`/leads/imports/${importId}`);
        expect(result.status).toBe('completed');
        return result;
      },
      { timeout: 60_000, interval: 500 },
    );
  }

  activate = () => this.person.post(`/campaigns/${this.campaignId}/activate`);
  campaign = () => this.person.get<Campaign>(`/campaigns/${this.campaignId}`);
  leads = () => this.all<Lead>('/leads?sort=createdAt');
  appointments = (query = '') => this.all<Appointment>(`/appointments?sort=createdAt${query}`);
  calls = () => this.all<Call>('/calls?mode=rehearsal');
  messages = (query = '') => this.all<Message>(`/messages?mode=rehearsal${query}`);
  invoices = async () => (await this.person.get<{ data: Invoice[] }>('/billing/invoices?mode=rehearsal&pageSize=100')).data;

  /** What happened to a lead, a line each, for people who look for the cause of something. */
  async lifeOf(leadId: string): Promise<string[]> {
    type Entry = { at: string; kind: string; what: string; status: string | null; detail: Record<string, unknown> };
    const { data } = await this.person.get<{ data: Entry[] }>(`/leads/${leadId}/timeline?pageSize=100`);
    const told = ({ detail }: Entry) =>
      ['outcome', 'disconnectReason', 'skipReason', 'errorCode', 'reason', 'codes', 'startAt'].flatMap((key) => detail[key] ?? []);
    return data.reverse().map((entry) => [entry.at, entry.kind, entry.what, entry.status, ...told(entry)].join(' '));
  }

  /** Leads that did not end as their character does, each with its life. Empty when all went as played. */
  async astray(ends: Partial<Record<WillName, string>>): Promise<object[]> {
    const wrong: object[] = [];
    for (const { id, phone, status, phase } of await this.leads()) {
      const will = magicWill(phone);
      const end = `${status} ${phase}`;
      if (!will || ends[will] !== end) wrong.push({ phone, will, end, wanted: will && ends[will], life: await this.lifeOf(id) });
    }
    return wrong;
  }

  /** Waits until nothing is left to happen: the campaign says so itself. Looks past a part that is away for a moment. */
  ended(patienceMs: number, { meanwhile }: { meanwhile?: () => Promise<unknown> } = {}): Promise<Campaign> {
    return vi.waitFor(
      async () => {
        await meanwhile?.();
        const campaign = await this.campaign();
        if (campaign.status !== 'completed') throw new Error(`The campaign is still ${campaign.status}. ${await this.whoIsLeft()}`);
        return campaign;
      },
      { timeout: patienceMs, interval: 500 },
    );
  }

  /** The one invoice of that kind, once its customer has paid it; sandbox customers do within two seconds. */
  paid(kind: 'milestone' | 'usage'): Promise<Invoice> {
    return vi.waitFor(
      async () => {
        const [invoice, ...others] = (await this.invoices()).filter((each) => each.kind === kind);
        expect([invoice?.status, others]).toEqual(['paid', []]);
        return invoice as Invoice;
      },
      { timeout: 120_000, interval: 500 },
    );
  }

  /** Every page of a list of this campaign. */
  private async all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    for (let page = 1; ; page++) {
      const { data, total } = await this.person.get<{ data: T[]; total: number }>(
        `${path}&campaignId=${this.campaignId}&pageSize=100&page=${page}`,
      );
      found.push(...data);
      if (found.length >= total || data.length === 0) return found;
    }
  }

  private async whoIsLeft(): Promise<string> {
    const left = (await this.leads()).filter(({ phase }) => phase !== 'end');
    return left
      .map(({ phone, status, phase, nextKind, nextReason }) => `${phone} ${status}/${phase} ${nextKind}: ${nextReason}`)
      .join('; ');
  }
}
