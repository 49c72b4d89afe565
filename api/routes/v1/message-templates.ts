import { z } from 'zod';
import { type Answer, notFound, nothing, ok, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { TEMPLATE_KEYS } from '#domain/texts.ts';
import { campaignTexts, resetText, saveText, type TextSaved } from '#stores/template-editing.ts';

const Which = { campaignId: z.uuid().optional(), key: z.enum(TEMPLATE_KEYS), channel: z.enum(['sms', 'email']) };
const Text = z.strictObject({ ...Which, subject: z.string().max(1_000).optional(), body: z.string().max(50_000) });

/** Message texts: those a campaign sends, or the client's own where no campaign is named. */
export const messageTemplateRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /message-templates', {
    access: 'messages.read',
    query: z.strictObject({ campaignId: z.uuid().optional() }),
    handle: ({ caller, query }) =>
      db.withClient(caller.clientId, async (tx) => ok({ data: await campaignTexts(tx, caller.clientId, query.campaignId ?? null) })),
  }),
  route('PUT /message-templates', {
    access: 'campaigns.write',
    body: Text,
    handle: ({ caller, body: { campaignId = null, key, channel, subject, body } }) =>
      db.withClient(caller.clientId, async (tx) => {
        const text = { ...(subject !== undefined && { subject }), body };
        const saved = await saveText(tx, caller.clientId, { campaignId, key, channel }, text);
        if (saved.kind !== 'ok') return notSaved(saved);
        const texts = await campaignTexts(tx, caller.clientId, campaignId);
        return ok(texts.find((each) => each.key === key && each.channel === channel));
      }),
  }),
  route('DELETE /message-templates', {
    access: 'campaigns.write',
    query: z.strictObject(Which),
    handle: ({ caller, query: { campaignId = null, ...which } }) =>
      db.withClient(caller.clientId, async (tx) => {
        const answer = await resetText(tx, caller.clientId, { campaignId, ...which });
        return answer.kind === 'ok' ? nothing() : notSaved(answer);
      }),
  }),
];

function notSaved(answer: Exclude<TextSaved, { kind: 'ok' }>): Answer {
  switch (answer.kind) {
    case 'missing':
      return notFound();
    case 'closed':
      return refused(409, 'campaign_closed', `The campaign is ${answer.status}.`);
    case 'invalid':
      return refused(422, 'validation_failed', 'Some fields are not as they should be.', answer.problems);
    default:
      return answer satisfies never;
  }
}
