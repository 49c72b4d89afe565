import { data, redirect } from '@remix-run/node';
import type { Permission } from '#auth/permissions.ts';
import { mayChangeView, viewQuery } from '#domain/lead-list.ts';
import type { Tx } from '#prisma/client.ts';
import {
  changeView,
  createView,
  deleteView,
  NewView,
  type SavedView,
  savedViews,
  ViewChange,
  type ViewSaved,
} from '#stores/saved-views.ts';
import { notFound } from './member.server.ts';

type Reader = {
  clientId: string;
  user: { id: string };
  may: (permission: Permission) => boolean;
  read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
};

const askerOf = ({ user, may }: Pick<Reader, 'user' | 'may'>) => ({ userId: user.id, mayManage: may('views.manage') });

/** A saved view as a tab above the list. */
export type ViewTab = Pick<SavedView, 'id' | 'name' | 'query' | 'isShared'> & { mayChange: boolean };

/** The views of whoever asks, and the list's address as a view would keep it. */
export async function viewsOf(tx: Tx, reader: Omit<Reader, 'read'>, params: URLSearchParams) {
  const asker = askerOf(reader);
  const tabs = (await savedViews(tx, reader.clientId, reader.user.id)).map(
    (view): ViewTab => ({
      id: view.id,
      name: view.name,
      query: view.query,
      isShared: view.isShared,
      mayChange: mayChangeView(view, asker),
    }),
  );
  return { tabs, query: viewQuery(params), mayShare: reader.may('views.share') };
}

/** Where a view stands. */
const pageOf = ({ id, query }: Pick<SavedView, 'id' | 'query'>) => {
  const params = new URLSearchParams(query);
  params.set('view', id);
  return `/leads?${params}`;
};

const NAME = 'A name of 1 to 60 characters, on one line.';

/** Saves, changes or deletes a view, as its form says. */
export async function actOnView(reader: Reader, form: FormData) {
  const { clientId, user, read } = reader;
  const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(String(form.get('view') ?? ''))?.[0] ?? '';
  const typed = { name: String(form.get('name') ?? '').trim(), isShared: form.get('shared') === 'yes' };
  const refusal = (error: string, status: number) => data({ error, typed }, { status });
  const isShared = typed.isShared && reader.may('views.share');
  const query = String(form.get('query') ?? '');
  const answered = (saved: ViewSaved) => {
    switch (saved.kind) {
      case 'ok':
        return redirect(pageOf(saved.view));
      case 'name_taken':
        return refusal('You have a view of that name already.', 409);
      case 'too_many':
        return refusal('You have 50 views already. Delete one first.', 409);
      case 'not_yours':
        return refusal('A shared view is changed by who made it, or by an admin.', 403);
      case 'missing':
        throw notFound();
      default:
        return saved satisfies never;
    }
  };
  switch (form.get('do')) {
    case 'create': {
      const wanted = NewView.safeParse({ ...typed, isShared, query });
      if (!wanted.success) return refusal(NAME, 422);
      return answered(await read((tx) => createView(tx, clientId, user.id, wanted.data)));
    }
    case 'rename': {
      const change = ViewChange.safeParse({ ...typed, isShared });
      if (!change.success) return refusal(NAME, 422);
      return answered(await read((tx) => changeView(tx, clientId, askerOf(reader), id, change.data)));
    }
    case 'update': {
      const change = ViewChange.safeParse({ query });
      if (!change.success) return refusal('This list cannot be kept in a view.', 422);
      return answered(await read((tx) => changeView(tx, clientId, askerOf(reader), id, change.data)));
    }
    case 'delete': {
      const gone = await read((tx) => deleteView(tx, clientId, askerOf(reader), id));
      return gone.kind === 'ok' ? redirect('/leads') : answered(gone);
    }
    default:
      throw new Response('No such deed', { status: 400 });
  }
}
