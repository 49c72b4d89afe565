import { useNavigate } from '@remix-run/react';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { ButtonLink } from './button.tsx';

/**
 * Asks before what cannot be taken back. It is part of the page at an address of its own, so it also works before any script; a script
 * makes it modal (focus kept inside, Escape goes back to `back`).
 */
export function Dialog({ title, back, children, footer }: { title: string; back: string; children: ReactNode; footer?: ReactNode }) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const navigate = useNavigate();
  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    dialog.close();
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={box}
      open
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        navigate(back, { preventScrollReset: true });
      }}
      className="fixed inset-x-4 top-24 z-40 w-auto max-w-lg rounded-card border border-line bg-raised p-0 text-ink shadow-float sm:inset-x-0"
    >
      <div className="grid gap-4 p-6">
        <div className="flex items-start justify-between gap-4">
          <h2 id={titleId} className="text-lg font-semibold">
            {title}
          </h2>
          <ButtonLink to={back} preventScrollReset look="ghost" size="icon" aria-label="Close" className="-mt-1.5 -mr-2">
            <X aria-hidden />
          </ButtonLink>
        </div>
        <div className="grid gap-3 text-sm">{children}</div>
        {footer ? <div className="flex flex-wrap justify-end gap-2 pt-2">{footer}</div> : null}
      </div>
    </dialog>
  );
}
