import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiDeps } from '#api/app.ts';
import { startApi, type TestApi } from '#api/testing/api-server.ts';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { PERMISSIONS, ROLES, type Role } from '#auth/permissions.ts';
import type { MemberRole } from '#stores/accounts.ts';
import { v1Routes } from './table.ts';

const ROUTES = v1Routes({} as ApiDeps).map(({ method, path, access }) => ({ method: method.toUpperCase(), path, access }));
const GUARDED = ROUTES.filter(
  (route): route is (typeof ROUTES)[number] & { access: keyof typeof PERMISSIONS } => route.access in PERMISSIONS,
);
const MISSING = '00000000-0000-4000-8000-000000000000';

let api: TestApi;
let ours: Tenant;
let theirs: Tenant;
let tokens: Record<Role, string>;
let stranger: string;

beforeAll(async () => {
  api = await startApi();
  const [one, two] = [await api.client('Northwind'), await api.client('Contoso')];
  ours = await fillTenant(api.db, one);
  theirs = await fillTenant(api.db, two);
  const roles = await Promise.all(
    (['viewer', 'member', 'admin', 'owner'] as MemberRole[]).map(async (role) => [role, (await api.member(one, role)).token]),
  );
  tokens = {
    ...(Object.fromEntries(roles) as Record<MemberRole, string>),
    staff: (await api.member(one, 'viewer', { isStaff: true })).token,
  };
  stranger = (await api.member(two, 'owner', { isStaff: true })).token;
});
afterAll(() => api[Symbol.asyncDispose]());

/** The id in a path, of one tenant or of nobody. */
const idFor = (path: string, tenant: Tenant | null): string => {
  if (!tenant) return MISSING;
  if (path.startsWith('/campaigns')) return tenant.campaignId;
  if (path.startsWith('/views')) return tenant.viewId;
  if (path.startsWith('/comments')) return tenant.commentId;
  if (path.startsWith('/leads/bulk')) return tenant.bulkId;
  if (path.includes('/leads')) return tenant.leadId;
  if (path.endsWith('/link-lead')) return tenant.unmatchedId;
  if (path.startsWith('/appointments')) return tenant.appointmentId;
  return path.startsWith('/calls') ? tenant.callId : tenant.invoiceId;
};
/** A body that passes the schema; ids in it are of the given tenant. */
const bodyFor = (method: string, path: string, tenant: Tenant | null): unknown => {
  const id = (key: keyof Tenant) => tenant?.[key] ?? MISSING;
  const bodies: Record<string, unknown> = {
    'POST /auth/login': { email: 'nobody@example.com', password: 'wrong' },
    'POST /campaigns': { name: 'Another', mode: 'rehearsal' },
    'PUT /campaigns/:id': { description: 'New words' },
    'POST /campaigns/:id/preview': { maxAttempts: 5 },
    'PUT /message-templates': {
      key: 'reminder_2h',
      channel: 'sms',
      body: 'Soon: {{appointment_time}}. {{reference}} Reply STOP to opt out.',
    },
    'POST /leads': { campaignId: id('campaignId'), phone: '+12125550188' },
    'PUT /leads/:id': { notes: 'called back' },
    'POST /leads/bulk': { verb: 'tag', tag: 'vip', ids: [id('leadId')] },
    'POST /views': { name: 'Booked', query: 'status=booked' },
    'PUT /views/:id': { query: 'status=queued' },
    'POST /leads/:id/dnc': { reason: 'manual' },
    'DELETE /leads/:id/dnc': { note: 'asked to be called again' },
    'POST /leads/:id/comments': { body: 'Prefers Tuesdays' },
    'PUT /comments/:id': { body: 'Prefers Fridays' },
    'POST /messages/send': { leadId: id('leadId'), channel: 'sms', body: 'Is Tuesday all right?' },
    'POST /appointments': { leadId: id('leadId'), startAt: '2026-12-01T15:00:00Z' },
    'PUT /appointments/:id': { startAt: '2026-12-01T15:00:00Z' },
    'POST /appointments/verify': { appointmentId: id('appointmentId'), attended: true },
    'POST /appointments/:id/verify': { attended: true },
    'POST /appointments/:id/link-lead': { leadId: id('leadId') },
    'POST /appointments/:id/cancel': { reason: 'rain' },
    'POST /rehearsals/leads/:id/fast-forward': { to: 'next' },
    'POST /rehearsals/months/close': { asOf: '2026-12-01T00:00:00Z' },
    'POST /admin/failed-events/replay': { ids: ['1'] },
  };
  return bodies[`${method} ${path}`];
};
const ask = (
  { method, path }: { method: string; path: string },
  tenant: Tenant | null,
  options: { token?: string; headers?: Record<string, string> },
) => {
  const at = path.replace(':id', idFor(path, tenant)).replace(':replyId', tenant?.replyId ?? MISSING);
  return api.ask(method, `/api/v1${at}`, { ...options, body: bodyFor(method, path, tenant) });
};
const withoutRequestId = (body: unknown) => JSON.stringify(body).replace(/"requestId":"[^"]*"/, '');

test('the table of routes is the one this test was written for', () => {
  expect(ROUTES.map(({ method, path, access }) => `${method} ${path} ${access}`)).toEqual([
    'POST /auth/login public',
    'POST /auth/logout session',
    'GET /users/me session',
    'GET /orgs session',
    'GET /campaigns campaigns.read',
    'POST /campaigns campaigns.write',
    'GET /campaigns/:id campaigns.read',
    'PUT /campaigns/:id campaigns.write',
    'POST /campaigns/:id/preview campaigns.write',
    'DELETE /campaigns/:id campaigns.delete',
    'POST /campaigns/:id/clone campaigns.write',
    'GET /campaigns/:id/stats campaigns.read',
    'POST /campaigns/:id/activate campaigns.write',
    'POST /campaigns/:id/pause campaigns.write',
    'POST /campaigns/:id/resume campaigns.write',
    'POST /campaigns/:id/complete campaigns.write',
    'POST /campaigns/:id/archive campaigns.write',
    'GET /dashboard/stats campaigns.read',
    'GET /leads/export.csv leads.write',
    'POST /leads/bulk leads.write',
    'GET /leads/bulk/:id leads.read',
    'POST /leads/bulk/:id/cancel leads.write',
    'POST /leads/:id/call leads.write',
    'POST /leads/:id/send-link leads.write',
    'GET /leads leads.read',
    'POST /leads leads.write',
    'GET /leads/:id leads.read',
    'PUT /leads/:id leads.write',
    'DELETE /leads/:id leads.delete',
    'GET /leads/:id/timeline leads.read',
    'POST /leads/:id/dnc dnc.add',
    'DELETE /leads/:id/dnc dnc.remove',
    'GET /leads/:id/comments leads.read',
    'POST /leads/:id/comments leads.write',
    'PUT /comments/:id leads.write',
    'DELETE /comments/:id leads.write',
    'POST /leads/:id/replies/:replyId/handled leads.write',
    'DELETE /leads/:id/replies/:replyId/handled leads.write',
    'GET /views leads.read',
    'POST /views leads.read',
    'PUT /views/:id leads.read',
    'DELETE /views/:id leads.read',
    'GET /appointments appointments.read',
    'POST /appointments appointments.write',
    'POST /appointments/verify shows.confirm',
    'GET /appointments/:id appointments.read',
    'PUT /appointments/:id appointments.write',
    'POST /appointments/:id/verify shows.confirm',
    'POST /appointments/:id/link-lead appointments.write',
    'POST /appointments/:id/cancel appointments.write',
    'GET /messages messages.read',
    'POST /messages/send leads.write',
    'GET /message-templates messages.read',
    'PUT /message-templates campaigns.write',
    'DELETE /message-templates campaigns.write',
    'GET /calls calls.read',
    'GET /calls/:id calls.read',
    'GET /calls/:id/transcript calls.read',
    'GET /billing/milestones milestones.read',
    'GET /billing/invoices invoices.read',
    'GET /billing/invoices/:id invoices.read',
    'GET /billing/invoices/:id/pdf invoices.read',
    'GET /billing/summary billing.read',
    'GET /billing/usage usage.read',
    'GET /integrations/calcom integrations.manage',
    'POST /rehearsals/leads/:id/fast-forward rehearsals.drive',
    'POST /rehearsals/months/close rehearsals.drive',
    'GET /admin/failed-events events.replay',
    'POST /admin/failed-events/replay events.replay',
  ]);
});

describe.each(ROUTES.filter(({ access }) => access !== 'public'))('$method $path', (route) => {
  test('nobody gets in without a session', async () => {
    const answer = await ask(route, ours, {});
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: { code: 'unauthenticated', requestId: expect.any(String) } });
    expect((await ask(route, ours, { token: 'x'.repeat(43) })).status).toBe(401);
  });
});

describe.each(GUARDED)('$method $path needs $access', (route) => {
  test.each(ROLES.filter((role) => ROLES.indexOf(role) < ROLES.indexOf(PERMISSIONS[route.access])))('and a %s has it not', async (role) => {
    const answer = await ask(route, ours, { token: tokens[role] });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { code: 'insufficient_role' } });
  });

  test.each(ROLES.filter((role) => ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[route.access])))('and a %s has it', async (role) => {
    const answer = await ask(route, null, { token: tokens[role] }); // on ids of nobody: the gate lets it through, nothing is changed
    expect([401, 403, 500]).not.toContain(answer.status);
  });

  test('another client cannot be chosen, nor told from one that is not there', async () => {
    const [foreign, missing] = await Promise.all(
      [theirs.clientId, MISSING].map((clientId) => ask(route, ours, { token: tokens.staff, headers: { 'x-org-id': clientId } })),
    );
    expect([foreign?.status, missing?.status]).toEqual([404, 404]);
    expect(withoutRequestId(foreign?.body)).toBe(withoutRequestId(missing?.body));
  });
});

describe.each(
  GUARDED.filter(({ method, path }) => path.includes(':id') || path === '/appointments/verify' || `${method} ${path}` === 'POST /leads'),
)('$method $path', (route) => {
  test('another client’s id answers exactly like one that is not there', async () => {
    const foreign = await ask(route, ours, { token: stranger });
    const missing = await ask(route, null, { token: stranger });
    expect(foreign.status).toBe(route.path === '/leads' ? 422 : 404);
    expect(foreign.status).toBe(missing.status);
    expect(withoutRequestId(foreign.body)).toBe(withoutRequestId(missing.body));
  });
});

test('an id in the body is no way into another client either', async () => {
  const path = `/api/v1/appointments/${theirs.unmatchedId}/link-lead`;
  const [foreign, missing] = await Promise.all(
    [ours.leadId, MISSING].map((leadId) => api.ask('POST', path, { token: stranger, body: { leadId } })),
  );
  expect([foreign?.status, missing?.status]).toEqual([422, 422]);
  expect(withoutRequestId(foreign?.body)).toBe(withoutRequestId(missing?.body));
});

test.each(['/campaigns', '/leads', '/appointments?unmatched=true', '/appointments', '/messages', '/calls', '/billing/invoices'])(
  'the list %s holds one client’s rows only',
  async (path) => {
    const { body } = await api.ask('GET', `/api/v1${path}`, { token: stranger });
    const { data } = body as { data: { id: string }[] };
    const own = Object.values(theirs);
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ id }) => own.includes(id))).toBe(true);
  },
);

test('an id that is none answers like a missing one', async () => {
  const [odd, missing] = [
    await api.ask('GET', '/api/v1/leads/..%2f1', { token: tokens.owner }),
    await api.ask('GET', `/api/v1/leads/${MISSING}`, { token: tokens.owner }),
  ];
  expect(odd.status).toBe(404);
  expect(withoutRequestId(odd.body)).toBe(withoutRequestId(missing.body));
});

test('what comes out holds no secrets and no address of another', async () => {
  const texts = await Promise.all(
    GUARDED.filter(({ method }) => method === 'GET').map(async (route) => (await ask(route, ours, { token: tokens.staff })).text),
  );
  for (const text of texts) expect(text).not.toMatch(/password|token_hash|argon2|stripe_customer/i);
});
