import { useLocation, useSubmit } from '@remix-run/react';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Places } from '../../shortcuts.ts';
import { pageActions } from '../page-actions.ts';
import { Button } from '../ui/button.tsx';
import { Key } from './key.tsx';

/** Every key there is on this page, and the switch for those who do not want any. */
export function ShortcutList({
  hasKeys,
  mayCreate,
  places,
  close,
}: {
  hasKeys: boolean;
  mayCreate: boolean;
  places: Places;
  close: () => void;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const submit = useSubmit();
  const { pathname, search } = useLocation();
  useEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const onPage = pageActions().flatMap(({ key, text }) => (key ? [{ keys: [key], text }] : []));
  const everywhere = [
    { keys: ['Ctrl', 'K'], text: 'Command menu (⌘ K on a Mac)' },
    { keys: ['/'], text: 'Search' },
    ...(mayCreate ? [{ keys: ['c'], text: 'New campaign' }] : []),
    { keys: ['?'], text: 'This list' },
    { keys: ['Esc'], text: 'Close what is open' },
  ];
  return (
    <dialog
      ref={box}
      aria-labelledby="shortcuts-title"
      onClose={close}
      className="fixed inset-x-3 max-h-[85vh] w-auto max-w-2xl rounded-card border border-line bg-raised p-6 text-ink shadow-float sm:inset-x-0 sm:w-full"
    >
      <div className="flex items-start justify-between gap-4">
        <h2 id="shortcuts-title" className="text-lg font-semibold">
          Keyboard shortcuts
        </h2>
        <Button look="ghost" size="icon" aria-label="Close" onClick={close} className="-mt-1.5 -mr-2">
          <X aria-hidden />
        </Button>
      </div>
      <div className="mt-4 grid gap-x-10 gap-y-6 sm:grid-cols-2">
        <Keys title="Everywhere" keys={everywhere} />
        <Keys title="Go to" keys={places.map(({ key, text }) => ({ keys: ['g', key], text }))} />
        {onPage.length > 0 ? <Keys title="On this page" keys={onPage} /> : null}
      </div>
      <div className="mt-6 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        <p className="text-sm text-muted">
          {hasKeys ? 'Single keys work while you are not typing.' : 'Single keys are switched off in this browser.'}
        </p>
        <Button
          size="small"
          onClick={() =>
            submit(
              { keys: hasKeys ? 'off' : 'on', next: `${pathname}${search}` },
              { method: 'post', action: '/preferences', preventScrollReset: true },
            )
          }
        >
          {hasKeys ? 'Switch single keys off' : 'Switch single keys on'}
        </Button>
      </div>
    </dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly { keys: readonly string[]; text: string }[] }) {
  return (
    <section aria-label={title}>
      <h3 className="eyebrow pb-2">{title}</h3>
      <dl className="grid gap-1.5 text-sm">
        {keys.map(({ keys: pressed, text }) => (
          <div key={text} className="flex items-center justify-between gap-4">
            <dt>{text}</dt>
            <dd className="flex gap-1">
              {pressed.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
