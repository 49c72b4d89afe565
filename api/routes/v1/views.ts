import { type Answer, created, notFound, nothing, ok, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Caller, type Route, route } from '#api/route.ts';
import { may } from '#auth/permissions.ts';
import { changeView, createView, deleteView, NewView, savedViews, ViewChange, type ViewSaved } from '#stores/saved-views.ts';

const askerOf = ({ user, role }: Caller) => ({ userId: user.id, mayManage: may(role, 'views.manage') });
const mayShare = ({ role }: Caller) => may(role, 'views.share');
const noSharing = () => refused(403, 'insufficient_role', 'Sharing a view needs another role.', { permission: 'views.share' });

/** Saved views: lists of leads under a name. */
export const viewRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /views', {
    access: 'leads.read',
    handle: async ({ caller: { clientId, user } }) =>
      ok({ data: await db.withClient(clientId, (tx) => savedViews(tx, clientId, user.id)) }),
  }),
  route('POST /views', {
    access: 'leads.read',
    body: NewView,
    handle: async ({ caller, body }) => {
      if (body.isShared && !mayShare(caller)) return noSharing();
      const saved = await db.withClient(caller.clientId, (tx) => createView(tx, caller.clientId, caller.user.id, body));
      return saved.kind === 'ok' ? created(saved.view) : notSaved(saved);
    },
  }),
  route('PUT /views/:id', {
    access: 'leads.read',
    body: ViewChange,
    handle: async ({ caller, id, body }) => {
      if (body.isShared && !mayShare(caller)) return noSharing();
      const saved = await db.withClient(caller.clientId, (tx) => changeView(tx, caller.clientId, askerOf(caller), id, body));
      return saved.kind === 'ok' ? ok(saved.view) : notSaved(saved);
    },
  }),
  route('DELETE /views/:id', {
    access: 'leads.read',
    handle: async ({ caller, id }) => {
      const gone = await db.withClient(caller.clientId, (tx) => deleteView(tx, caller.clientId, askerOf(caller), id));
      return gone.kind === 'ok' ? nothing() : notSaved(gone);
    },
  }),
];

function notSaved(saved: Exclude<ViewSaved, { kind: 'ok' }>): Answer {
  switch (saved.kind) {
    case 'missing':
      return notFound();
    case 'not_yours':
      return refused(403, 'insufficient_role', 'A shared view is changed by who made it, or by an admin.', { permission: 'views.manage' });
    case 'name_taken':
      return refused(409, 'name_taken', 'You have a view of that name already.');
    case 'too_many':
      return refused(409, 'too_many', 'You have 50 views already. Delete one first.');
    default:
      return saved satisfies never;
  }
}
