import type { Page } from 'playwright-core';
import { root } from '../lib/paths.mjs';
import type { Scene } from './scene.ts';

/** A page in a state worth a picture. `of`: whose page it is when it is not a signed-in person's. */
export type State = {
  name: string;
  path: string | ((scene: Scene) => string | Promise<string>);
  prepare?: (page: Page, scene: Scene) => Promise<unknown>;
  of?: 'lead' | 'sandbox';
  /** What the console says because the state itself is a failure. */
  expects?: RegExp;
};

const FAILED = /Failed to load resource|status of 4/;
const DIRTY = `${root}/examples/leads-dirty.csv`;
const choose = (page: Page) => page.locator('input[type=file]').setInputFiles(DIRTY);
const check = async (page: Page) => {
  await choose(page);
  await page.getByRole('button', { name: /^Check/ }).click();
  await page.getByText('will be dialled').first().waitFor();
};

const signIn: State[] = [
  { name: 'login', path: '/login', of: 'lead' },
  {
    name: 'login-refused',
    path: '/login',
    of: 'lead',
    expects: FAILED,
    prepare: async (page) => {
      await page.getByLabel('E-mail').fill('somebody@example.com');
      await page.getByLabel('Password', { exact: true }).fill('not the one');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').first().waitFor();
    },
  },
];

const frame: State[] = [
  { name: 'overview', path: '/' },
  { name: 'overview-30-days', path: '/?period=30d&of=rehearsal' },
  { name: 'overview-live', path: '/?of=live' },
  { name: 'command-menu', path: '/', prepare: (page) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', path: '/', prepare: (page) => page.keyboard.press('?') },
  { name: 'not-found', path: '/leads/00000000-0000-4000-8000-000000000000', expects: FAILED },
  { name: 'refused-deeds', path: '/needs?which=refused' },
  { name: 'unclear-deeds', path: '/needs?which=unclear' },
  { name: 'styleguide', path: '/styleguide' },
];

const campaigns: State[] = [
  { name: 'campaigns', path: '/campaigns' },
  { name: 'campaign-new', path: '/campaigns/new' },
  {
    name: 'campaign-new-wrong',
    path: '/campaigns/new',
    expects: FAILED,
    prepare: async (page) => {
      await page.getByLabel('Name').fill('');
      await page.locator('form button[type=submit]').last().click();
    },
  },
  { name: 'campaign', path: ({ demoId }) => `/campaigns/${demoId}` },
  { name: 'campaign-running', path: ({ campaignId }) => `/campaigns/${campaignId}` },
  { name: 'campaign-draft', path: ({ draftId }) => `/campaigns/${draftId}` },
  { name: 'campaign-leads', path: ({ demoId }) => `/campaigns/${demoId}/leads` },
  { name: 'campaign-appointments', path: ({ demoId }) => `/campaigns/${demoId}/appointments` },
  { name: 'campaign-calls', path: ({ demoId }) => `/campaigns/${demoId}/calls` },
  { name: 'campaign-messages', path: ({ demoId }) => `/campaigns/${demoId}/messages` },
  { name: 'campaign-texts', path: ({ draftId }) => `/campaigns/${draftId}/messages/texts` },
  { name: 'campaign-settings', path: ({ campaignId }) => `/campaigns/${campaignId}/settings` },
  { name: 'campaign-review', path: ({ draftId }) => `/campaigns/${draftId}/review` },
  { name: 'import', path: ({ draftId }) => `/campaigns/${draftId}/import` },
  { name: 'import-columns', path: ({ draftId }) => `/campaigns/${draftId}/import`, prepare: choose },
  { name: 'import-checked', path: ({ draftId }) => `/campaigns/${draftId}/import`, prepare: check },
  { name: 'imports', path: ({ demoId }) => `/campaigns/${demoId}/imports` },
];

const leads: State[] = [
  { name: 'leads', path: '/leads' },
  { name: 'leads-filtered', path: '/leads?status=shown&status=booked&sort=name.asc' },
  { name: 'leads-nobody', path: '/leads?q=nobody+of+this+name&status=booked' },
  {
    name: 'leads-selected',
    path: '/leads',
    prepare: async (page) => {
      for (const n of [0, 2, 3]) await page.locator('[data-row] input').nth(n).check();
    },
  },
  { name: 'lead-new', path: ({ draftId }) => `/leads/new?campaign=${draftId}` },
  {
    name: 'lead-new-wrong',
    path: '/leads/new',
    expects: FAILED,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Add lead' }).click();
      await page.getByText('The lead was not added').waitFor();
    },
  },
  { name: 'bulk', path: '/leads/bulk' },
  { name: 'lead-fresh', path: ({ leads: { fresh } }) => `/leads/${fresh}` },
  { name: 'lead', path: ({ leads: { planned } }) => `/leads/${planned}` },
  { name: 'lead-write', path: ({ leads: { planned } }) => `/leads/${planned}?write=email` },
  { name: 'lead-shown', path: ({ leads: { shown } }) => `/leads/${shown}` },
  { name: 'lead-gone', path: ({ leads: { gone } }) => `/leads/${gone}` },
  { name: 'lead-not-done', path: ({ leads: { gone } }) => `/leads/${gone}?show=not-done` },
  { name: 'lead-call', path: ({ leads: { played } }) => `/leads/${played}?do=call` },
  { name: 'lead-link', path: ({ leads: { played } }) => `/leads/${played}?do=link` },
  { name: 'lead-do-not-call', path: ({ leads: { played } }) => `/leads/${played}?do=dnc` },
  { name: 'lead-edit', path: ({ leads: { planned } }) => `/leads/${planned}/edit` },
];

const appointments: State[] = [
  { name: 'appointments-month', path: async (scene) => `/appointments?view=month&on=${await scene.bookedDay()}` },
  { name: 'appointments-week', path: async (scene) => `/appointments?view=week&on=${await scene.bookedDay()}` },
  { name: 'appointments-day', path: async (scene) => `/appointments?view=day&on=${await scene.bookedDay()}` },
  { name: 'appointments-verify', path: '/appointments?view=verify' },
  { name: 'appointments-past', path: '/appointments?view=past' },
  { name: 'appointments-unmatched', path: '/appointments?view=unmatched' },
  { name: 'appointment', path: async ({ first }) => `/appointments/${await first('appointments', 'status=shown')}` },
  { name: 'appointment-open', path: async ({ first }) => `/appointments/${await first('appointments', 'status=scheduled')}` },
];

const rest: State[] = [
  { name: 'calls', path: '/calls' },
  { name: 'call', path: async ({ first }) => `/calls/${await first('calls', 'outcome=appointment_set')}` },
  { name: 'billing', path: '/billing?books=rehearsal' },
  { name: 'billing-live', path: '/billing?books=live' },
  { name: 'billing-next', path: '/billing/next?books=rehearsal' },
  { name: 'milestone', path: '/billing/milestones/1?books=rehearsal' },
  { name: 'invoice', path: async ({ first }) => `/billing/invoices/${await first('billing/invoices', 'mode=rehearsal')}` },
];

const ofLeads: State[] = [
  { name: 'booking', of: 'lead', path: ({ link }) => link('booking', 'played') },
  { name: 'booked', of: 'lead', path: ({ link }) => link('booking') },
  { name: 'booking-expired', of: 'lead', path: ({ expiredLink }) => expiredLink(), expects: FAILED },
  { name: 'move', of: 'lead', path: ({ link }) => link('reschedule') },
  { name: 'confirm', of: 'lead', path: ({ link }) => link('confirm', 'gone'), expects: FAILED },
  { name: 'unsubscribe', of: 'lead', path: ({ link }) => link('unsubscribe', 'played') },
];

const ofDigests: State[] = [
  { name: 'verify', of: 'lead', path: ({ verifyLink }) => verifyLink('waits') },
  { name: 'verify-leaning', of: 'lead', path: async ({ verifyLink }) => `${await verifyLink('waits')}?attended=no` },
  {
    name: 'verify-taken',
    of: 'lead',
    path: ({ verifyLink }) => verifyLink('waits'),
    prepare: async (page) => {
      await page.getByRole('button', { name: 'No, they did not' }).click();
      await page.getByRole('heading', { name: /^Noted/ }).waitFor();
    },
  },
  { name: 'verify-answered', of: 'lead', path: ({ verifyLink }) => verifyLink('answered') },
  { name: 'verify-decided', of: 'lead', path: ({ verifyLink }) => verifyLink('shown') },
  { name: 'verify-used', of: 'lead', path: ({ verifyLink }) => verifyLink('used') },
  { name: 'verify-expired', of: 'lead', path: ({ verifyLink }) => verifyLink('expired'), expects: FAILED },
  { name: 'verify-unknown', of: 'lead', path: `/verify/${'A'.repeat(43)}`, expects: FAILED },
];

const sandbox: State[] = [
  { name: 'sandbox', of: 'sandbox', path: '/' },
  { name: 'sandbox-play', of: 'sandbox', path: ({ playedPhone }) => `/play/${encodeURIComponent(playedPhone)}` },
  { name: 'sandbox-invoices', of: 'sandbox', path: '/play/invoices' },
];

const news: State[] = [
  { name: 'notifications', path: '/notifications' },
  { name: 'lead-preview', path: ({ leads: { shown } }) => `/leads?peek=${shown}` },
  { name: 'appointment-cancel', path: async ({ first }) => `/appointments/${await first('appointments', 'status=scheduled')}?do=cancel` },
  { name: 'appointment-new', path: '/appointments/new' },
  { name: 'lead-book', path: ({ leads: { played } }) => `/leads/${played}/book` },
  {
    name: 'lead-book-asked',
    path: ({ leads: { played } }) => `/leads/${played}/book`,
    prepare: async (page) => {
      await page
        .locator('label:visible', { has: page.getByRole('radio') })
        .nth(5)
        .click();
      await page.getByRole('button', { name: 'Book this time' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'appointment-move', path: async ({ first }) => `/appointments/${await first('appointments', 'status=scheduled')}/move` },
];

/** Every page and state there is a picture of, in the order of a visit. */
export const STATES: readonly State[] = [
  ...signIn,
  ...frame,
  ...campaigns,
  ...leads,
  ...appointments,
  ...rest,
  ...news,
  ...ofLeads,
  ...ofDigests,
  ...sandbox,
];
